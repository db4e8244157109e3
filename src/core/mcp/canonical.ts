/**
 * One text per meaning: JSON with sorted keys, so that equal entries and definitions have equal hashes.
 */
import type { ServerEntry } from '../../contract/index.ts';
import type { Hasher, ToolDefinition } from '../ports.ts';
import { without } from './without.ts';

/** JSON with the keys of every object sorted and undefined members left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** What an approval of an entry is bound to: all of it, its `approval` and fields unknown to us included. */
export const entryHash = (hasher: Hasher, entry: ServerEntry): string => hasher.sha256(canonicalJson(entry));

/** What of an entry is started or connected to; the rest takes effect without a restart. */
export const launchText = (entry: ServerEntry): string =>
  canonicalJson(without(entry, 'approval', 'enabled', 'timeoutMs'));

/** What a memory of a server is bound to. */
export const launchHash = (hasher: Hasher, entry: ServerEntry): string => hasher.sha256(launchText(entry));

/** What the owner saw of a tool when deciding on it. */
export const definitionHash = (hasher: Hasher, tool: ToolDefinition): string =>
  hasher.sha256(
    canonicalJson([tool.name, tool.title ?? null, tool.description ?? '', tool.inputSchema, tool.annotations ?? {}]),
  );
