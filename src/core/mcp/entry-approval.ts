/**
 * Which launch entry its owner approved under a name.
 *
 * Path: registry.ts -> here -> port GrantStore.
 * Always: an approval is bound to the hash of the whole entry; what was allowed to one program's tools is not allowed to
 * another's.
 * Source: CurXecute (CVE-2025-54135), MCPoison (CVE-2025-54136).
 */
import type { ServerEntry } from '../../contract/index.ts';
import type { GrantStore, Hasher } from '../ports.ts';
import { entryHash, launchText } from './canonical.ts';
import type { ToolGrants } from './tool-grants.ts';

/** Why an entry is not approved: its owner has not seen it as it is, or the approval on record is not one of ours. */
export type EntryDoubt = 'unseen' | 'foreign';

/** Compares entries with what their owner approved, and records new approvals. */
export class EntryApproval {
  readonly #grants: GrantStore;
  readonly #hasher: Hasher;
  readonly #toolGrants: ToolGrants;

  constructor(options: { grants: GrantStore; hasher: Hasher; toolGrants: ToolGrants }) {
    this.#grants = options.grants;
    this.#hasher = options.hasher;
    this.#toolGrants = options.toolGrants;
  }

  async holds(name: string, entry: ServerEntry): Promise<boolean> {
    return (await this.#grants.entryHash(name)) === entryHash(this.#hasher, entry);
  }

  /** Null: it is approved. */
  async doubt(name: string, entry: ServerEntry): Promise<EntryDoubt | null> {
    if (await this.holds(name, entry)) return null;
    return (await this.#grants.hasForeignEntry(name)) ? 'foreign' : 'unseen';
  }

  /** Approves an entry as it stands; decisions on the tools of a different one are forgotten. */
  async approve(name: string, entry: ServerEntry): Promise<void> {
    if (await this.holds(name, entry)) return;
    await this.forget(name);
    await this.#grants.approveEntry(name, entryHash(this.#hasher, entry));
  }

  /**
   * Approves what `write` puts into the file; if it throws, the approval before stands again. `keepTools`: it is the same
   * program, decisions on its tools stay.
   */
  async approveWith(
    name: string,
    entry: ServerEntry,
    keepTools: boolean,
    write: () => Promise<unknown>,
  ): Promise<void> {
    const before = await this.#grants.entryHash(name);
    await this.#grants.approveEntry(name, entryHash(this.#hasher, entry));
    try {
      await write();
    } catch (error) {
      if (before === null) await this.#grants.forgetServer(name);
      else await this.#grants.approveEntry(name, before);
      throw error;
    }
    if (keepTools) return;
    await this.forget(name);
    await this.#grants.approveEntry(name, entryHash(this.#hasher, entry));
  }

  /**
   * After the owner set `after` in place of `before` (undefined: none): that approves an entry they gave whole, or changed in a
   * part after they had approved the rest. One they never saw is not approved by the part they changed.
   */
  async follow(
    name: string,
    { before, after, isWhole }: { before: ServerEntry | undefined; after: ServerEntry | undefined; isWhole: boolean },
  ): Promise<void> {
    if (after === undefined) return this.forget(name);
    const held = before !== undefined && (await this.holds(name, before));
    if (!held && !isWhole) return;
    if (!held || launchText(before) !== launchText(after)) await this.forget(name);
    await this.#grants.approveEntry(name, entryHash(this.#hasher, after));
  }

  /** Forgets the entry and every decision on its tools. */
  async forget(name: string): Promise<void> {
    await this.#grants.forgetServer(name);
    this.#toolGrants.forget(name);
  }
}
