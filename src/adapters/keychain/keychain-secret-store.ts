/**
 * Secrets in the system's keychain under service `Parley:<profile id>`, account NAME; in memory where none answers.
 *
 * Path: core/secrets -> here -> keytar. Always: one keychain request at a time (a hanging one holds a thread of Node's pool);
 * one that does not answer in time turns the store to memory, said; when it answers later, what was kept in memory goes in.
 * No value is ever written anywhere else. Source: REQUIREMENTS D2, FAULTS F34, S30.
 */
import { AppError } from '../../contract/index.ts';
import type { Logger, SecretStore } from '../../core/ports.ts';

/** The part of keytar that is used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<readonly { readonly account: string }[]>;
}

export interface KeychainOptions {
  readonly profileId: string;
  readonly logger: Logger;
  readonly load?: () => Promise<Keychain>;
  /** A locked keychain may be asking its owner for a password meanwhile. */
  readonly timeoutMs?: number;
}

/** Windows' credential store takes 2,560 bytes an entry; the rest is left for its own use. */
const maximumSizeBytes = 2000;

export class KeychainSecretStore implements SecretStore {
  readonly #service: string;
  readonly #logger: Logger;
  readonly #load: () => Promise<Keychain>;
  readonly #timeoutMs: number;
  readonly #memory = new Map<string, string>();
  #probe: Promise<void> | null = null;
  #warning: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: KeychainOptions) {
    this.#service = `Parley:${options.profileId}`;
    this.#logger = options.logger;
    this.#load = options.load ?? loadKeytar;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
  }

  async warning(): Promise<string | null> {
    await this.#ready();
    return this.#warning;
  }

  async get(name: string): Promise<string | null> {
    const kept = this.#memory.get(name);
    if (kept !== undefined) return kept;
    return this.#ask((keychain) => keychain.getPassword(this.#service, name), null);
  }

  async set(name: string, value: string): Promise<'keychain' | 'memory'> {
    const sizeBytes = Buffer.byteLength(value);
    if (sizeBytes > maximumSizeBytes) {
      const words = `The secret "${name}" has ${sizeBytes} bytes; a keychain takes ${maximumSizeBytes} at most. Is it the right text?`;
      throw new AppError('secrets/too-large', words, { data: { sizeBytes, maximumSizeBytes } });
    }
    const stored = await this.#ask(async (keychain) => {
      await keychain.setPassword(this.#service, name, value);
      return true;
    }, false);
    if (stored) this.#memory.delete(name);
    else this.#memory.set(name, value);
    return stored ? 'keychain' : 'memory';
  }

  async delete(name: string): Promise<boolean> {
    const kept = this.#memory.delete(name);
    const deleted = await this.#ask((keychain) => keychain.deletePassword(this.#service, name), false);
    return kept || deleted;
  }

  async list(): Promise<{ name: string; storage: 'keychain' | 'memory' }[]> {
    const found = await this.#ask((keychain) => keychain.findCredentials(this.#service), []);
    const names = found.map(({ account }) => account).filter((name) => !this.#memory.has(name));
    return [
      ...names.map((name) => ({ name, storage: 'keychain' as const })),
      ...[...this.#memory.keys()].map((name) => ({ name, storage: 'memory' as const })),
    ].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  #ready(): Promise<void> {
    this.#probe ??= this.#request((keychain) => keychain.findCredentials(this.#service)).then(
      () => undefined,
      () => undefined,
    );
    return this.#probe;
  }

  async #ask<T>(request: (keychain: Keychain) => Promise<T>, otherwise: T): Promise<T> {
    await this.#ready();
    if (this.#warning !== null) return otherwise;
    return this.#request(request).catch(() => otherwise);
  }

  #request<T>(request: (keychain: Keychain) => Promise<T>): Promise<T> {
    const run = this.#queue.then(async () => {
      if (this.#warning !== null) throw new Error('the keychain does not answer');
      const answer = this.#load().then(request);
      return this.#inTime(answer);
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#giveUp(`it did not answer within ${Math.ceil(this.#timeoutMs / 1000)} s; is it locked?`);
        answer.then(
          () => this.#returned(),
          () => undefined,
        );
        reject(new Error('too late'));
      }, this.#timeoutMs);
    });
    const answered = answer.catch((thrown: unknown) => {
      this.#giveUp(thrown instanceof Error ? thrown.message : String(thrown));
      throw thrown;
    });
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #giveUp(reason: string): void {
    if (this.#warning !== null) return;
    this.#warning =
      `No keychain answers (${reason.replace(/[.\s]+$/, '')}), so keys are kept in memory only and are gone when Parley ends. ` +
      adviceFor(process.platform);
    this.#logger.log('warn', 'keychain does not answer', { reason });
  }

  /** The keychain answered after all: from here on it is used, and takes what was kept in memory meanwhile. */
  #returned(): void {
    this.#warning = null;
    this.#logger.log('info', 'keychain answers again');
    for (const [name, value] of this.#memory) {
      this.set(name, value).catch((error: unknown) =>
        this.#logger.log('warn', 'secret stays in memory', { name, error }),
      );
    }
  }
}

function adviceFor(platform: NodeJS.Platform): string {
  if (platform === 'linux') return 'Start or unlock a keyring (gnome-keyring or KWallet), then restart Parley.';
  return 'Unlock the keychain, then restart Parley.';
}

async function loadKeytar(): Promise<Keychain> {
  const module: Keychain & { default?: Keychain } = await import('keytar');
  return module.default ?? module;
}
