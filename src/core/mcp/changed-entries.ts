/**
 * Which launch entries differ between two states of the settings. Pure.
 */
import type { ServerEntry } from '../../contract/index.ts';
import { canonicalJson } from './canonical.ts';

/** An entry that is new, another one, or gone. */
export interface ChangedEntry {
  readonly name: string;
  readonly before: ServerEntry | undefined;
  readonly after: ServerEntry | undefined;
}

type Entries = Readonly<Record<string, ServerEntry>>;

/** Every difference, those of `before` first. */
export function changedEntries(before: Entries, after: Entries): ChangedEntry[] {
  const of = (entries: Entries, name: string): ServerEntry | undefined =>
    Object.hasOwn(entries, name) ? entries[name] : undefined;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, before: of(before, name), after: of(after, name) }))
    .filter((change) => canonicalJson(change.before ?? null) !== canonicalJson(change.after ?? null));
}
