/**
 * Dotted keys into Settings: reading, setting, and the nearest valid key for a mistyped one.
 *
 * Path: settings-service -> here. Pure. Always: a server's name may hold dots; the longest existing name wins.
 */
import { AppError, Settings } from '../../contract/index.ts';

const defaults = Settings.parse({});

/** Sections whose entries have names of the owner's; setting one to `undefined` removes it. */
const namedSections: readonly string[] = ['mcpServers', 'profiles'];

/** Every fixed key, sections first: `talk`, `talk.brain`, … */
const settingsKeys: readonly string[] = listKeys(defaults, '');

/** @throws {AppError} settings/unknown-key naming the nearest valid key, where one is near. */
export function getByKey(settings: Settings, key: string): unknown {
  const path = toPath(settings, key);
  let node: unknown = settings;
  for (const part of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) throw unknownKey(settings, key);
    node = (node as Record<string, unknown>)[part];
  }
  return node;
}

/**
 * A copy with the value at `key` replaced; not yet checked by the schema. `undefined` removes a field of a server.
 * @throws {AppError} settings/unknown-key
 */
export function setByKey(settings: Settings, key: string, value: unknown): unknown {
  const path = toPath(settings, key);
  const last = path.at(-1);
  if (last === undefined) throw unknownKey(settings, key);
  const free = namedSections.includes(path[0] ?? '') && path.length > 1;
  if (!free && !settingsKeys.includes(key)) throw unknownKey(settings, key);
  const copy: unknown = structuredClone(settings);
  let node = copy as Record<string, unknown>;
  for (const part of path.slice(0, -1)) {
    const next = Object.hasOwn(node, part) ? node[part] : undefined;
    if (typeof next !== 'object' || next === null) throw unknownKey(settings, key);
    node = next as Record<string, unknown>;
  }
  if (value === undefined) delete node[last];
  else Object.defineProperty(node, last, { value, writable: true, enumerable: true, configurable: true });
  return copy;
}

function unknownKey(settings: Settings, key: string): AppError {
  const candidates = [...settingsKeys, ...Object.keys(settings.mcpServers).map((name) => `mcpServers.${name}`)];
  const nearest = findNearest(key, candidates);
  const hint = nearest === null ? '"parley settings get" shows those there are.' : `Did you mean "${nearest}"?`;
  return new AppError('settings/unknown-key', `There is no setting "${key}". ${hint}`, { data: { key, nearest } });
}

function toPath(settings: Settings, key: string): string[] {
  const prefix = 'mcpServers.';
  if (!key.startsWith(prefix)) return key.split('.');
  const rest = key.slice(prefix.length);
  const names = Object.keys(settings.mcpServers).filter((name) => rest === name || rest.startsWith(`${name}.`));
  const name = names.reduce((longest, other) => (other.length > longest.length ? other : longest), '');
  if (name === '') return ['mcpServers', ...rest.split('.')];
  return ['mcpServers', name, ...(rest === name ? [] : rest.slice(name.length + 1).split('.'))];
}

function listKeys(node: object, prefix: string): string[] {
  return Object.entries(node).flatMap(([key, value]) => [
    prefix + key,
    ...(typeof value === 'object' && value !== null ? listKeys(value as object, `${prefix}${key}.`) : []),
  ]);
}

/** Null where none is alike: more than half of it would have to be mistyped. */
function findNearest(key: string, candidates: readonly string[]): string | null {
  const wanted = key.toLowerCase();
  let best: string | null = null;
  let bestDistance = wanted.length / 2;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const distance = Math.min(editDistance(wanted, lower), editDistance(wanted, lower.split('.').at(-1) ?? '') + 0.5);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
