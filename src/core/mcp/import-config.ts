/**
 * Server entries out of another program's configuration: `mcpServers` (Claude Desktop and most others), `servers` (VS Code),
 * the bare map, or one bare entry.
 *
 * Path: window or `parley mcp import` -> importer.ts -> here. Pure; entries are as they stand, keys included.
 * Always: bad JSON names line and column; an entry that cannot be used is named with its reason and place and costs no
 * other; what is granted in the text is not taken over.
 * Source: REQUIREMENTS M7.
 */
import { AppError, isRecord, ServerEntry, ServerName } from '../../contract/index.ts';
import type { RefusedServer } from '../../contract/index.ts';
import { findJsonMistake } from '../settings/json-mistake.ts';
import { misfitSentence } from '../settings/misfits.ts';
import { blankComments } from './blank-comments.ts';
import { entryFault } from './check-entry.ts';
import { placeInJson } from './json-place.ts';
import { without } from './without.ts';

/** An entry as it stands, in our words. */
export interface ImportedServer {
  readonly name: ServerName;
  readonly entry: ServerEntry;
}

/** What can be added and what cannot; `inputs`: what VS Code would ask for, its words by its id. */
export interface ImportResult {
  readonly servers: readonly ImportedServer[];
  readonly refused: readonly RefusedServer[];
  readonly inputs: ReadonlyMap<string, string>;
}

const badName = 'The name is not usable: 1 to 64 visible characters.';

/** `bareName`: what a single bare entry is called. @throws {AppError} import/bad-json with line and column | import/nothing-found */
export function importConfig(text: string, bareName = ''): ImportResult {
  const clean = blankComments(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const value = parse(clean);
  const found = findServers(value, bareName);
  if (!found || Object.keys(found.map).length === 0) {
    throw new AppError(
      'import/nothing-found',
      'There are no servers in it: "mcpServers" or "servers" with at least one entry was expected. Nothing was imported.',
    );
  }
  const servers: ImportedServer[] = [];
  const refused: RefusedServer[] = [];
  for (const [name, one] of Object.entries(found.map)) {
    const read = readServer(name, one);
    if (!('reason' in read)) servers.push(read);
    else refused.push({ name, reason: read.reason, ...placeInJson(clean, [...found.path, name, ...read.path]) });
  }
  return { servers, refused, inputs: readInputs(value) };
}

/** One entry that its owner typed: nothing in it is another program's word. */
export function importEntry(name: string, entry: ServerEntry): ImportResult {
  const goodName = ServerName.safeParse(name);
  const reason = goodName.success ? entryFault(entry) : badName;
  const servers =
    goodName.success && reason === null ? [{ name: goodName.data, entry: without(entry, 'approval') }] : [];
  return { servers, refused: reason === null ? [] : [{ name, reason, line: 1, column: 1 }], inputs: new Map() };
}

function parse(text: string): unknown {
  const mistake = findJsonMistake(text);
  if (!mistake) return JSON.parse(text) as unknown;
  const { line, column, words } = mistake;
  const sentence = `This is not valid JSON: line ${line}, column ${column}: ${words}. Nothing was imported.`;
  throw new AppError('import/bad-json', sentence, { data: { line, column } });
}

interface Found {
  readonly map: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
}

function findServers(value: unknown, bareName: string): Found | null {
  if (!isRecord(value)) return null;
  for (const key of ['mcpServers', 'servers', 'context_servers']) {
    const map = value[key];
    if (isRecord(map)) return { map, path: [key] };
  }
  const inner = isRecord(value['mcp']) ? findServers(value['mcp'], bareName) : null;
  if (inner) return { ...inner, path: ['mcp', ...inner.path] };
  if (isEntry(value)) return { map: { [bareName]: value }, path: [] };
  const entries = Object.values(value);
  return entries.length > 0 && entries.every(isRecord) && entries.some(isEntry) ? { map: value, path: [] } : null;
}

const isEntry = (value: unknown): boolean =>
  isRecord(value) && ['command', 'url', 'serverUrl', 'httpUrl'].some((key) => typeof value[key] === 'string');

type Reading = ImportedServer | { readonly reason: string; readonly path: readonly PropertyKey[] };

function readServer(name: string, value: unknown): Reading {
  const refuse = (reason: string, path: readonly PropertyKey[] = []): Reading => ({ reason, path });
  if (name === '') return refuse('It is a single entry without a name. Give it one.');
  const goodName = ServerName.safeParse(name);
  if (!goodName.success) return refuse(badName);
  if (!isRecord(value)) return refuse('It is not an object.');
  const foreign = /\$\{(?!secret:|input:|env:|[A-Z_][A-Z0-9_]*\})[^}]*\}/.exec(JSON.stringify(value))?.[0];
  if (foreign !== undefined)
    return refuse(`It holds ${foreign}, which only the program it comes from can fill in. Write the value instead.`);
  for (const field of ['command', 'cwd']) {
    if (String(value[field]).includes('${')) return refuse('Write the program and its folder out in full.', [field]);
  }
  const parsed = ServerEntry.safeParse(translate(value), { error: misfitSentence });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(issue?.message ?? 'It does not fit.', issue?.path);
  }
  const fault = entryFault(parsed.data);
  return fault === null ? { name: goodName.data, entry: parsed.data } : refuse(fault, ['url']);
}

/** Other programs' words for the same things; what they let run unasked is theirs. */
function translate(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { disabled, serverUrl, httpUrl, transportType, type = transportType } = value;
  const url = value['url'] ?? httpUrl ?? serverUrl;
  const plain = without(
    value,
    ...['approval', 'autoApprove', 'alwaysAllow', 'trust'],
    ...['disabled', 'serverUrl', 'httpUrl', 'transportType', 'type'],
  );
  const known = type === 'streamableHttp' ? 'streamable-http' : type;
  return {
    ...plain,
    ...(known === undefined ? {} : { type: known }),
    ...(url === undefined ? {} : { url }),
    ...(disabled === true ? { enabled: false } : {}),
  };
}

function readInputs(value: unknown): Map<string, string> {
  const inputs = isRecord(value) && Array.isArray(value['inputs']) ? (value['inputs'] as unknown[]) : [];
  return new Map(
    inputs.filter(isRecord).map(({ id, description }) => [String(id), String(description ?? id).slice(0, 200)]),
  );
}
