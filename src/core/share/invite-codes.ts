/**
 * The codes behind links, and the access codes asked besides: made here, compared by hash, shown while this run lasts.
 *
 * Path: share.ts -> here -> ports Ids and Hasher.
 * Always: only hashes leave for the store; after a restart a link is named by a stand-in that opens nothing.
 */
import type { InviteView } from '../../contract/index.ts';
import type { Hasher, Ids } from '../ports.ts';
import type { InviteRecord } from '../ports/sharing.ts';

/** What is kept of a new link's codes. */
export type KeptCodes = Pick<InviteRecord, 'codeHash' | 'accessHash'>;

/** What its owner hands out. */
export type ShownCodes = Pick<InviteView, 'code' | 'url' | 'accessCode'>;

/** The codes made in this run. */
export class InviteCodes {
  readonly #ids: Ids;
  readonly #hasher: Hasher;
  /** By their hash; what makes a link showable. */
  readonly #codes = new Map<string, string>();
  readonly #accessCodes = new Map<string, string>();

  constructor(options: { ids: Ids; hasher: Hasher }) {
    this.#ids = options.ids;
    this.#hasher = options.hasher;
  }

  make(asksAccessCode: boolean): KeptCodes {
    const code = this.secret();
    const accessCode = asksAccessCode ? this.#digits() : null;
    const codeHash = this.#hasher.sha256(code);
    this.#codes.set(codeHash, code);
    if (accessCode === null) return { codeHash };
    this.#accessCodes.set(codeHash, accessCode);
    return { codeHash, accessHash: this.#hashOf(codeHash, accessCode) };
  }

  forget(codeHash: string): void {
    this.#codes.delete(codeHash);
    this.#accessCodes.delete(codeHash);
  }

  /** `origin`: where devices come to now; null: nowhere. */
  shown(codeHash: string, origin: string | null): ShownCodes {
    const code = this.#codes.get(codeHash);
    return {
      code: code ?? standInOf(codeHash),
      url: code === undefined || origin === null ? null : `${origin}/join#${code}`,
      accessCode: this.#accessCodes.get(codeHash) ?? null,
    };
  }

  /** Whether this access code opens the link, or none is asked. */
  opens({ accessHash, codeHash }: InviteRecord, given: string): boolean {
    return accessHash === undefined || accessHash === this.#hashOf(codeHash, given.trim());
  }

  /** 160 bits of two unguessable ids. */
  secret(): string {
    return this.#hasher.sha256(`${this.#ids.id()} ${this.#ids.id()}`).slice(0, 40);
  }

  /** Short enough to be told, too many to be guessed in the tries there are. */
  #digits(): string {
    return String(Number.parseInt(this.secret().slice(0, 12), 16) % 1_000_000).padStart(6, '0');
  }

  /** With the link's own hash, so that equal access codes of two links are kept differently. */
  #hashOf(codeHash: string, accessCode: string): string {
    return this.#hasher.sha256(`${codeHash} ${accessCode}`);
  }
}

/** Names a link whose code is no longer known; says nothing of the code. */
export const standInOf = (codeHash: string): string => codeHash.slice(0, 12);
