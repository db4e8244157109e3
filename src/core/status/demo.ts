/**
 * The demo: the simulated provider running, and two example servers on a sample folder.
 *
 * Path: `--demo` or bridge `demo.set` -> here -> port DemoProvider, core/mcp/registry.ts.
 * Always: its servers are never written to the user's file; an entry of the user's under the same name goes first.
 */
import type { ServerEntry } from '../../contract/index.ts';
import type { Clock, DemoProvider, Logger } from '../ports.ts';

/** What the demo needs to know of this machine. */
export interface DemoPaths {
  readonly sampleFolder: string;
  /** How the two example servers are started. */
  readonly servers: Readonly<Record<string, ServerEntry>>;
}

/** What the demo works with. */
export interface DemoOptions {
  readonly provider: DemoProvider;
  readonly paths: DemoPaths;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Starts these and ends those provided before; none is written to the user's file. */
  provideServers(entries: Readonly<Record<string, ServerEntry>>): Promise<void>;
  /** The provider changed: agents need its address and key. */
  onChanged(): Promise<void>;
}

/** Delay before a provider that ended is started again, ms. */
const restartDelayMs = 500;

/** The demo, on or off. */
export class Demo {
  readonly #options: DemoOptions;
  #access: { baseUrl: string; apiKey: string } | null = null;
  #starting: Promise<void> | null = null;
  #enabled = false;

  constructor(options: DemoOptions) {
    this.#options = options;
    options.provider.onExit((cause) => {
      this.#access = null;
      options.logger.log('warn', 'demo provider ended', { message: cause.message });
      if (this.#enabled) options.clock.after(restartDelayMs, () => void this.#start().catch(() => {}));
    });
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  get sampleFolder(): string | null {
    return this.#enabled ? this.#options.paths.sampleFolder : null;
  }

  /** Where the provider answers; waits for one that is starting; null while the demo is off. @throws {AppError} provider/unreachable */
  async access(): Promise<{ baseUrl: string; apiKey: string } | null> {
    if (!this.#enabled) return null;
    if (!this.#access) await this.#start();
    return this.#access;
  }

  /** @throws {AppError} provider/unreachable */
  async enable(): Promise<void> {
    this.#enabled = true;
    await this.#start();
    await this.#options.provideServers(this.#options.paths.servers);
    await this.#options.onChanged();
  }

  async disable(): Promise<void> {
    this.#enabled = false;
    this.#access = null;
    await this.#options.provider.stop();
    await this.#options.provideServers({});
    await this.#options.onChanged();
  }

  async close(): Promise<void> {
    this.#enabled = false;
    await this.#options.provider.stop();
  }

  #start(): Promise<void> {
    this.#starting ??= this.#options.provider
      .start()
      .then((access) => {
        this.#access = access;
      })
      .finally(() => {
        this.#starting = null;
      });
    return this.#starting;
  }
}
