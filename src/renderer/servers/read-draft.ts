/**
 * From what was typed or chosen in a server's form to what the host is asked to look at, or a sentence on what is missing. Pure.
 *
 * Always: what is pasted is read by the host alone (mcp.previewImport); only what a form means is decided here.
 */
import { parseCommandLine } from './parse-command-line.ts';
import type { ClientName, ImportSource, ServerEntry } from '../../contract/index.ts';

export interface Draft {
  readonly by: 'command' | 'address' | 'json' | 'app';
  readonly name: string;
  readonly command: string;
  /** `NAME=value` lines: environment of a command, headers of an address. */
  readonly values: string;
  readonly url: string;
  readonly json: string;
  readonly app: ClientName | null;
  /** What the entry has besides the fields of the form; null for a new one. */
  readonly base: ServerEntry | null;
}

export const emptyDraft: Draft = {
  by: 'command',
  name: '',
  command: '',
  values: '',
  url: '',
  json: '',
  app: null,
  base: null,
};

/** What the form shows of an entry; the rest of it stays as it is. */
const formFields: ReadonlySet<string> = new Set(['command', 'args', 'url', 'env', 'headers']);

export type DraftReading =
  | { readonly status: 'source'; readonly source: ImportSource }
  | { readonly status: 'incomplete' }
  | { readonly status: 'wrong'; readonly reason: DraftFault };
export type DraftFault = 'openQuote' | 'badValue' | 'badUrl';

/** A draft that is merely unfinished is no fault yet. */
export function readDraft(draft: Draft): DraftReading {
  const name = draft.name.trim();
  switch (draft.by) {
    case 'json':
      return draft.json.trim() === ''
        ? { status: 'incomplete' }
        : { status: 'source', source: { text: draft.json, ...(name !== '' && { name }) } };
    case 'app':
      return draft.app === null ? { status: 'incomplete' } : { status: 'source', source: { from: draft.app } };
    default: {
      const entry = readEntry(draft);
      if (typeof entry === 'string') return { status: 'wrong', reason: entry };
      return entry === null || name === '' ? { status: 'incomplete' } : { status: 'source', source: { name, entry } };
    }
  }
}

/** The entry of a form by command or address; null while it is unfinished. */
export function readEntry(draft: Draft): ServerEntry | DraftFault | null {
  const isCommand = draft.by === 'command';
  const what = (isCommand ? draft.command : draft.url).trim();
  if (what === '' || whatIsMissing(draft) !== null) return null;
  const values = readValues(draft.values);
  if (values === 'badValue') return values;
  const { base } = draft;
  const rest = Object.fromEntries(Object.entries(base ?? {}).filter(([field]) => !formFields.has(field)));
  const long = longValues((isCommand ? base?.env : base?.headers) ?? {});
  const all = { ...values, ...long };
  const some = Object.keys(all).length > 0;
  try {
    if (!isCommand) return { ...rest, url: new URL(what).href, ...(some && { headers: all }) };
    const [command = '', ...args] = parseCommandLine(what);
    return { ...rest, command, args, ...(some && { env: all }) };
  } catch {
    return isCommand ? 'openQuote' : 'badUrl';
  }
}

/** What a preset left for its reader to write: the path of their own folder or file, or a value such as a key. */
export function whatIsMissing({ by, base, command, values }: Draft): 'path' | 'value' | null {
  if (by === 'command' && base === null && command.includes(samplePath)) return 'path';
  const read = readValues(values);
  if (read === 'badValue') return null;
  // An entry that exists may hold a value that is empty on purpose.
  const before = { ...base?.env, ...base?.headers };
  const isOpen = ([key, value]: [string, string]): boolean => ['', 'Bearer'].includes(value) && before[key] !== value;
  return Object.entries(read).some(isOpen) ? 'value' : null;
}

/** Begins the paths of presets, which are nobody's. */
const samplePath = '/path/to/';

/** The form for an entry that exists; its name is the caller's to choose. */
export function toDraft(entry: ServerEntry, name: string): Draft {
  const { command, args = [], url = '' } = entry;
  const lines = Object.entries((command === undefined ? entry.headers : entry.env) ?? {});
  const values = lines.filter(([, value]) => !value.includes('\n')).map(([key, value]) => `${key}=${value}`);
  return {
    ...emptyDraft,
    by: command === undefined ? 'address' : 'command',
    name,
    command: command === undefined ? '' : [command, ...args].map(quote).join(' '),
    url,
    values: values.join('\n'),
    base: entry,
  };
}

/** A name for a server that has none yet, from what it runs or reaches. */
export function suggestName(draft: Draft): string {
  if (draft.by === 'address') {
    const { hostname = '' } = URL.parse(draft.url) ?? {};
    return /^[\d.]+$|^\[/.test(hostname) ? hostname : (hostname.replace(/^(www|mcp|api)\./, '').split('.')[0] ?? '');
  }
  if (draft.by !== 'command') return '';
  const [program = '', ...rest] = wordsOf(draft.command);
  const isWhole = program.startsWith('parley-server-');
  const word = (isWhole ? undefined : rest.find((part) => !part.startsWith('-'))) ?? program;
  const last = word.split(/[/\\]/).pop() ?? '';
  return last.replace(/@.*$/, '').replace(/^(mcp-|parley-)?server-|\.(js|mjs|ts|py)$/g, '');
}

/** `name`, or with the first number that makes it one no server has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; name !== '' && taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

function wordsOf(line: string): string[] {
  try {
    return parseCommandLine(line);
  } catch {
    return [];
  }
}

function readValues(lines: string): Record<string, string> | 'badValue' {
  const values: Record<string, string> = {};
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    if (at < 1) return 'badValue';
    values[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return values;
}

/** Values of several lines have no place in the form; they stay as they are. */
function longValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.includes('\n')));
}

/** One word of a command line, so that splitting the line gives it again. */
function quote(word: string): string {
  return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
