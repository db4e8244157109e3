/**
 * The secrets as the rest of the core uses them: the store, who is told of a change, and which values must never be shown.
 *
 * Path: bridge handlers, provider, registry -> here -> SecretStore (keychain or memory).
 * Always: values go in by the bridge and never out; every value that passed through is known to the redaction of the log.
 */
import { AppError, SecretName } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import { redact } from '../history/redact.ts';
import type { SecretStore } from '../ports.ts';

/** The secret store, with a memory of every value that passed and word of each change. */
export class Secrets implements SecretStore {
  readonly #store: SecretStore;
  readonly #known = new Set<string>();
  readonly #listeners = new Set<(name: string) => void>();

  constructor(options: { store: SecretStore }) {
    this.#store = options.store;
  }

  warning(): Promise<string | null> {
    return this.#store.warning();
  }

  async get(name: string): Promise<string | null> {
    const value = await this.#store.get(name);
    if (value !== null) this.#known.add(value);
    return value;
  }

  async set(name: string, value: string): Promise<'keychain' | 'memory'> {
    this.#known.add(value);
    const storage = await this.#store.set(name, value);
    this.#tell(name);
    return storage;
  }

  async delete(name: string): Promise<boolean> {
    const deleted = await this.#store.delete(name);
    if (deleted) this.#tell(name);
    return deleted;
  }

  /** The owner's; what the app keeps for itself in the same keychain has names that no secret can have. */
  async list(): Promise<{ name: string; storage: 'keychain' | 'memory' }[]> {
    return (await this.#store.list()).filter(({ name }) => SecretName.safeParse(name).success);
  }

  /** Makes a value known that came another way, for example from the environment. */
  learn(value: string): void {
    this.#known.add(value);
  }

  /** Values that must be replaced wherever text is kept; also those that were replaced or deleted since. */
  knownValues(): readonly string[] {
    return [...this.#known];
  }

  /** The text without them, and without what looks like a key. */
  redacted(text: string): string {
    return String(redact(text, this.knownValues()));
  }

  /** Told the name after a secret was set or deleted. Returns the end of it. */
  onChanged(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(name: string): void {
    for (const listener of [...this.#listeners]) listener(name);
  }
}

/** The bridge's secret methods; none returns a value. */
export function secretHandlers(options: {
  secrets: Secrets;
}): Pick<Handlers, 'secrets.list' | 'secrets.set' | 'secrets.delete'> {
  const { secrets } = options;
  return {
    'secrets.list': async () => ({ secrets: await secrets.list(), warning: await secrets.warning() }),
    'secrets.set': async ({ name, value }) => ({ name, storage: await secrets.set(name, value) }),
    'secrets.delete': async ({ name }) => {
      if (!(await secrets.delete(name))) {
        throw new AppError('secrets/not-found', `There is no secret "${name}".`, { data: { name } });
      }
    },
  };
}
