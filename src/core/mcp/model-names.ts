/**
 * Names by which the model calls tools: legal for every provider, unique, and the same whenever the same tools are there.
 *
 * Path: catalogue.ts -> here.
 */
import type { Hasher } from '../ports.ts';

/** A tool by its own name and its server. */
export interface NamedTool {
  readonly server: string;
  readonly tool: string;
}

const longestName = 64;
const hashLength = 8;

/**
 * `server__tool`, characters outside `[a-zA-Z0-9_-]` replaced; a name that is too long or meant by several tools ends in a hash
 * of what it stands for. In the order of `tools`.
 */
export function modelNames(tools: readonly NamedTool[], hasher: Hasher): string[] {
  const plain = tools.map(({ server, tool }) => `${legal(server)}__${legal(tool)}`);
  const uses = new Map<string, number>();
  for (const name of plain) uses.set(name, (uses.get(name) ?? 0) + 1);
  const isFree = (name: string): boolean => name.length <= longestName && uses.get(name) === 1;
  const taken = new Set(plain.filter(isFree));
  return tools.map((tool, index) => {
    const name = plain[index] ?? '';
    const chosen = isFree(name) ? name : hashed(name, `${tool.server}\n${tool.tool}`, hasher, taken);
    taken.add(chosen);
    return chosen;
  });
}

function hashed(name: string, meaning: string, hasher: Hasher, taken: ReadonlySet<string>): string {
  for (let salt = 0; ; salt++) {
    const suffix = `_${hasher.sha256(`${meaning}\n${salt}`).slice(0, hashLength)}`;
    const chosen = name.slice(0, longestName - suffix.length) + suffix;
    if (!taken.has(chosen)) return chosen;
  }
}

const legal = (text: string): string => text.replaceAll(/[^a-zA-Z0-9_-]/gu, '_') || '_';
