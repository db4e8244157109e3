/**
 * Seals by HMAC-SHA-256 under a key of the profile: from the keychain, or from a file of its owner's where none answers.
 *
 * Path: sqlite's grants -> here -> port SecretStore. Always: once the keychain answers only its key counts, so a key that
 * somebody puts into the file gains nothing there; without a keychain the file's rights are all there is, which is logged.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Logger, Seal, SecretStore } from '../../core/ports.ts';

export interface KeyedSealOptions {
  readonly secrets: SecretStore;
  /** Of the key that is used where no keychain answers. */
  readonly file: string;
  readonly logger: Logger;
}

/** The keychain's account. No secret of the owner's can have it, and no entry can name it: names have no colon. */
export const sealAccount = 'parley:approvals';

const keyBytes = 32;

export class KeyedSeal implements Seal {
  readonly #options: KeyedSealOptions;
  #fromKeychain: Buffer | null = null;
  #fromFile: Buffer | null = null;
  #asking: Promise<Buffer> | null = null;

  constructor(options: KeyedSealOptions) {
    this.#options = options;
  }

  async sign(text: string): Promise<string> {
    return createHmac('sha256', await this.#key())
      .update(text)
      .digest('hex');
  }

  async #key(): Promise<Buffer> {
    if (this.#fromKeychain) return this.#fromKeychain;
    this.#asking ??= this.#askKeychain()
      .then((key) => (this.#fromKeychain = key) ?? this.#fileKey())
      .finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Null where no keychain answers. */
  async #askKeychain(): Promise<Buffer | null> {
    const { secrets } = this.#options;
    const kept = await secrets.get(sealAccount);
    if (kept !== null) return Buffer.from(kept, 'base64url');
    if ((await secrets.warning()) !== null) return null;
    const fresh = randomBytes(keyBytes);
    if ((await secrets.set(sealAccount, fresh.toString('base64url'))) === 'keychain') return fresh;
    await secrets.delete(sealAccount);
    return null;
  }

  #fileKey(): Buffer {
    this.#fromFile ??= this.#readFile() ?? this.#writeFile();
    return this.#fromFile;
  }

  #readFile(): Buffer | null {
    try {
      const key = Buffer.from(readFileSync(this.#options.file, 'utf8'), 'base64url');
      return key.length === keyBytes ? key : null;
    } catch {
      return null;
    }
  }

  /** Where even that cannot be written, the key and what it seals hold for this run. */
  #writeFile(): Buffer {
    const { file, logger } = this.#options;
    const key = randomBytes(keyBytes);
    try {
      rmSync(file, { force: true });
      writeFileSync(file, key.toString('base64url'), { mode: 0o600, flag: 'wx' });
      logger.log('warn', 'no keychain: approvals are protected by the rights of a file only', { file });
    } catch (error) {
      logger.log('warn', 'no keychain, and the key of the approvals cannot be kept: they hold for this run', { error });
    }
    return key;
  }
}
