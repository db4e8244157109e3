/**
 * From what was typed or pasted in "Add server" to entries, or a sentence on what is missing. Pure.
 */
import { ServerEntry, ServerName } from '../../contract/index.ts';
import { parseCommandLine } from './parse-command-line.ts';

export interface Draft {
  readonly by: 'command' | 'address' | 'json';
  readonly name: string;
  readonly command: string;
  /** `NAME=value` lines: environment of a command, headers of an address. */
  readonly values: string;
  readonly url: string;
  readonly json: string;
}

export const emptyDraft: Draft = { by: 'command', name: '', command: '', values: '', url: '', json: '' };

export interface NamedEntry {
  readonly name: ServerName;
  readonly entry: ServerEntry;
}

export type DraftReading =
  | { readonly status: 'entries'; readonly entries: readonly NamedEntry[] }
  | { readonly status: 'incomplete' }
  | { readonly status: 'wrong'; readonly reason: DraftFault };
export type DraftFault = 'badName' | 'openQuote' | 'badValue' | 'badUrl' | 'badJson' | 'nothingFound' | 'badEntry';

/** A draft that is merely unfinished is no fault yet. */
export function readDraft(draft: Draft): DraftReading {
  if (draft.by === 'json') return draft.json.trim() === '' ? { status: 'incomplete' } : readJson(draft);
  const name = draft.name.trim();
  const what = (draft.by === 'command' ? draft.command : draft.url).trim();
  if (what === '') return { status: 'incomplete' };
  const values = readValues(draft.values);
  if (!values) return wrong('badValue');
  try {
    const entry = draft.by === 'command' ? readCommand(what, values) : readAddress(what, values);
    return name === '' ? { status: 'incomplete' } : toEntries([[name, entry]]);
  } catch {
    return wrong(draft.by === 'command' ? 'openQuote' : 'badUrl');
  }
}

/** A name for a server that has none yet, from what it runs or reaches. */
export function suggestName(draft: Draft): string {
  if (draft.by === 'address')
    return (
      URL.parse(draft.url)
        ?.hostname.replace(/^(www|mcp|api)\./, '')
        .split('.')[0] ?? ''
    );
  const [program = '', ...rest] = wordsOf(draft.command);
  const word = rest.find((part) => !part.startsWith('-')) ?? program;
  const last = word.split(/[/\\]/).pop() ?? '';
  return last.replace(/@.*$/, '').replace(/^(mcp-)?server-|\.(js|mjs|ts|py)$/g, '');
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

function readCommand(line: string, env: Record<string, string>): unknown {
  const [command, ...args] = parseCommandLine(line);
  return { command, args, ...(Object.keys(env).length > 0 && { env }) };
}

function readAddress(address: string, headers: Record<string, string>): unknown {
  return { url: new URL(address).href, ...(Object.keys(headers).length > 0 && { headers }) };
}

function readValues(lines: string): Record<string, string> | null {
  const values: Record<string, string> = {};
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    if (at < 1) return null;
    values[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return values;
}

/** `{mcpServers: {…}}`, `{servers: {…}}`, `{"name": {…}}`, or one bare entry under the draft's name. */
function readJson(draft: Draft): DraftReading {
  let pasted: unknown;
  try {
    pasted = JSON.parse(draft.json);
  } catch {
    return wrong('badJson');
  }
  if (!isRecord(pasted)) return wrong('nothingFound');
  if ('command' in pasted || 'url' in pasted) {
    return draft.name.trim() === '' ? { status: 'incomplete' } : toEntries([[draft.name.trim(), pasted]]);
  }
  const inner = [pasted['mcpServers'], pasted['servers']].find(isRecord) ?? pasted;
  const found = Object.entries(inner);
  return found.length === 0 || !found.every(([, entry]) => isRecord(entry)) ? wrong('nothingFound') : toEntries(found);
}

function toEntries(found: readonly (readonly [string, unknown])[]): DraftReading {
  const entries: NamedEntry[] = [];
  for (const [rawName, rawEntry] of found) {
    const name = ServerName.safeParse(rawName);
    if (!name.success) return wrong('badName');
    const entry = ServerEntry.safeParse(rawEntry);
    if (!entry.success) return wrong('badEntry');
    entries.push({ name: name.data, entry: entry.data });
  }
  return { status: 'entries', entries };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(reason: DraftFault): DraftReading {
  return { status: 'wrong', reason };
}
