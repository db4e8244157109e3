/**
 * What a settings file's JSON means: settings in force, what was not understood, and why, in words.
 *
 * Path: adapters/settings-file -> here; settings-service -> here for values that are set one by one.
 * Always: an unknown key never costs the rest of the file; a value that does not fit does.
 */
import { isRecord, Settings } from '../../contract/index.ts';
import { findJsonMistake } from './json-mistake.ts';
import { describeMisfits, pathOf, type Misfit } from './misfits.ts';

/** `usable`: in force, though `unknownKeys` were skipped. `bad`: nothing of it can be used. */
export type ParsedSettings =
  | { readonly status: 'usable'; readonly settings: Settings; readonly unknownKeys: readonly string[] }
  | { readonly status: 'bad'; readonly words: string };

/** Reads parsed JSON as Settings; unknown keys are skipped and named by their dotted path. */
export function parseSettings(raw: unknown): ParsedSettings {
  const first = Settings.safeParse(raw);
  if (first.success) return { status: 'usable', settings: first.data, unknownKeys: [] };
  const unknown = first.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  const stripped = structuredClone(raw);
  for (const path of unknown) removeAt(stripped, path);
  const second = Settings.safeParse(stripped);
  if (second.success) {
    return { status: 'usable', settings: second.data, unknownKeys: unknown.map((path) => pathOf(path)) };
  }
  return { status: 'bad', words: describeMisfits(second.error.issues as readonly Misfit[], stripped) };
}

/** What the settings file needs to know of its content: `raw` is the file's own JSON, kept for the next `compose`. */
export const settingsFormat = {
  parse(text: string): ParsedSettings & { readonly raw: unknown } {
    const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
    if (clean.trim() === '') return { status: 'bad', words: 'It is empty.', raw: undefined };
    const mistake = findJsonMistake(clean);
    if (mistake) {
      const words = `Line ${mistake.line}, column ${mistake.column}: ${mistake.words}.`;
      return { status: 'bad', words, raw: undefined };
    }
    const raw: unknown = JSON.parse(clean);
    return { ...parseSettings(raw), raw };
  },
  compose(settings: Settings, previous: unknown): string {
    return `${JSON.stringify(composeSettingsFile(settings, previous), null, 2)}\n`;
  },
};

/**
 * What to write for `settings` over `previous`, the file's present content: its order and unknown keys stay, a value
 * that is the default and was not written out before is left to the default.
 */
export function composeSettingsFile(settings: Settings, previous: unknown): Record<string, unknown> {
  const known = compose(settings, previous, Settings.parse({}));
  const { mcpServers, profiles } = settings;
  const named = Object.keys(profiles).length > 0 || (isRecord(previous) && Object.hasOwn(previous, 'profiles'));
  return { ...known, mcpServers, ...(named && { profiles }) };
}

function compose(value: object, previous: unknown, defaults: unknown): Record<string, unknown> {
  const before = isRecord(previous) ? previous : {};
  const standard = isRecord(defaults) ? defaults : {};
  const composed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(value)])) {
    if (!Object.hasOwn(value, key)) {
      composed[key] = before[key];
      continue;
    }
    const present = (value as Record<string, unknown>)[key];
    const written = Object.hasOwn(before, key);
    if (isRecord(present)) {
      const inner = compose(present, before[key], standard[key]);
      if (written || Object.keys(inner).length > 0) composed[key] = inner;
    } else if (written || present !== standard[key]) {
      composed[key] = present;
    }
  }
  return composed;
}

function removeAt(root: unknown, path: readonly PropertyKey[]): void {
  let node = root;
  for (const key of path.slice(0, -1)) node = (node as Record<PropertyKey, unknown>)[key];
  const last = path.at(-1);
  if (isRecord(node) && last !== undefined) delete node[last as string];
}
