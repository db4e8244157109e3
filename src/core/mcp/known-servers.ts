/**
 * What servers offered when they were last connected, over restarts of the host.
 *
 * Path: registry.ts -> here -> port ServerMemories. Always: bound to the program that was started, so another entry's memory is
 * never given; a store that fails costs the memory and nothing else.
 */
import type { ServerEntry } from '../../contract/index.ts';
import type { Hasher, Logger, ServerMemories, ServerMemory } from '../ports.ts';
import { launchHash } from './canonical.ts';
import type { ToolGrants } from './tool-grants.ts';

/** What the memories work with. */
export interface KnownServersOptions {
  readonly memories: ServerMemories;
  readonly toolGrants: ToolGrants;
  readonly hasher: Hasher;
  readonly logger: Logger;
}

/** The memories of every server. */
export class KnownServers {
  readonly #options: KnownServersOptions;
  #closed = false;

  constructor(options: KnownServersOptions) {
    this.#options = options;
  }

  /** What this very program offered when it was last connected, with its owner's decisions on it at hand. Never rejects. */
  async recall(name: string, entry: ServerEntry): Promise<ServerMemory | null> {
    const { memories, hasher, toolGrants, logger } = this.#options;
    try {
      const [memory] = await Promise.all([memories.recall(name, launchHash(hasher, entry)), toolGrants.load(name)]);
      return memory;
    } catch (error) {
      logger.log('warn', 'what is known of a server could not be read', { server: name, error: String(error) });
      return null;
    }
  }

  remember(name: string, entry: ServerEntry, known: ServerMemory): void {
    const { memories, hasher, logger } = this.#options;
    memories.remember(name, launchHash(hasher, entry), known).catch((error: unknown) => {
      if (this.#closed) return;
      logger.log('warn', 'what is known of a server could not be kept', { server: name, error: String(error) });
    });
  }

  async forget(name: string): Promise<void> {
    await this.#options.memories.forget(name);
  }

  /** From here on a store that is gone is no news. */
  close(): void {
    this.#closed = true;
  }
}
