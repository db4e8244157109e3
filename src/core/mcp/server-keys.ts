/**
 * The keys of servers: stored before the entry that refers to them, gone with the last one that does.
 *
 * Path: importer.ts, mcp-handlers.ts -> here -> port SecretStore.
 * Always: a key that anything else in the settings names stays, and so does one that its owner named; an entry that is put back
 * just as it was removed has its keys again. One act after another: a key that is stored for an entry to come is not taken away.
 */
import type { ServerEntry, Settings } from '../../contract/index.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { SecretStore } from '../ports.ts';
import { canonicalJson } from './canonical.ts';
import { isKeyOfServers, keyPrefix } from './keep-secrets.ts';
import { secretsNamedIn } from './resolve-secrets.ts';

/** What was removed, for as long as it can be put back: until it is, or Parley ends. */
interface Removed {
  readonly entry: string;
  readonly values: ReadonlyMap<string, string>;
}

/** What the keys are kept with. */
export interface ServerKeysOptions {
  readonly secrets: SecretStore;
  readonly settings: { current(): Settings };
}

/** The one who stores and deletes keys of servers. */
export class ServerKeys {
  readonly #options: ServerKeysOptions;
  readonly #removed = new Map<string, Removed>();
  readonly #turns = new OneAtATime();

  constructor(options: ServerKeysOptions) {
    this.#options = options;
  }

  /** Stores `keys`, then acts; a failed act leaves the keys as they were. */
  keeping<T>(keys: ReadonlyMap<string, string>, act: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => this.#keep(keys, act));
  }

  /** Adds an entry by `act`, with the keys it had if it is the one that was removed under this name. */
  puttingBack<T>(name: string, entry: ServerEntry, act: () => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      const removed = this.#removed.get(name);
      if (!removed || removed.entry !== canonicalJson(entry)) return act();
      const present = new Set((await this.#options.secrets.list()).map((secret) => secret.name));
      const missing = new Map([...removed.values].filter(([secret]) => !present.has(secret)));
      const added = await this.#keep(missing, act);
      this.#removed.delete(name);
      return added;
    });
  }

  /** After a server was removed: deletes the keys that were for it and that nothing names any more. Resolves with their names. */
  forget(name: string, entry: ServerEntry): Promise<string[]> {
    return this.#turns.run(async () => {
      const { secrets, settings } = this.#options;
      const stored = (await secrets.list()).map((secret) => secret.name);
      const [named, inUse] = [secretsNamedIn(entry), secretsInUse(settings.current())];
      const isItsOwn = (secret: string): boolean =>
        secret.startsWith(keyPrefix(name)) || (named.has(secret) && isKeyOfServers(secret));
      const values = new Map<string, string>();
      for (const secret of stored.filter((one) => isItsOwn(one) && !inUse.has(one))) {
        const value = await secrets.get(secret);
        if (value !== null && (await secrets.delete(secret))) values.set(secret, value);
      }
      this.#removed.set(name, { entry: canonicalJson(entry), values });
      return [...values.keys()];
    });
  }

  async #keep<T>(keys: ReadonlyMap<string, string>, act: () => Promise<T>): Promise<T> {
    const { secrets } = this.#options;
    const before = new Map<string, string | null>();
    try {
      for (const [name, value] of keys) {
        before.set(name, await secrets.get(name));
        await secrets.set(name, value);
      }
      return await act();
    } catch (error) {
      for (const [name, value] of before) {
        await (value === null ? secrets.delete(name) : secrets.set(name, value));
      }
      throw error;
    }
  }
}

/** Every secret that the settings name, for a server or for the assistant. */
function secretsInUse({ mcpServers, provider, pipeline }: Settings): ReadonlySet<string> {
  const ofStages = Object.values(pipeline).flatMap(({ secret }) => (secret === null ? [] : [secret]));
  return new Set([...secretsNamedIn(mcpServers), provider.secret, ...ofStages]);
}
