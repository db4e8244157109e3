/**
 * Server entries out of another client's configuration: `mcpServers` (Claude Desktop and most others), `servers` (VS Code), or
 * the bare map.
 *
 * Path: `parley mcp import` -> src/app/import-config.ts -> here -> mcp.add, one by one.
 * Always: bad JSON names line and column and changes nothing; an entry that cannot be used is named with its reason and costs
 * no other; an approval written in the file is not taken over.
 */
import { AppError, ServerEntry, ServerName } from '../../contract/index.ts';
import { findJsonMistake } from '../settings/json-mistake.ts';
import { without } from './without.ts';

/** An entry that can be added as it is. */
export interface ImportedServer {
  readonly name: ServerName;
  readonly entry: ServerEntry;
}

/** What can be added, and what cannot with the reason in words. */
export interface ImportResult {
  readonly servers: readonly ImportedServer[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/** @throws {AppError} import/bad-json with line and column | import/nothing-found */
export function importConfig(text: string): ImportResult {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const mistake = findJsonMistake(clean);
  if (mistake) {
    const { line, column, words } = mistake;
    throw new AppError(
      'import/bad-json',
      `This is not valid JSON: line ${line}, column ${column}: ${words}. Nothing was imported.`,
      { data: { line, column } },
    );
  }
  const map = findServers(JSON.parse(clean) as unknown);
  if (!map || Object.keys(map).length === 0) {
    throw new AppError(
      'import/nothing-found',
      'There are no servers in it: "mcpServers" or "servers" with at least one entry was expected. Nothing was imported.',
    );
  }
  const servers: ImportedServer[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [name, value] of Object.entries(map)) {
    const read = readServer(name, value);
    if (typeof read === 'string') skipped.push({ name, reason: read });
    else servers.push(read);
  }
  return { servers, skipped };
}

function findServers(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(value)) return null;
  for (const key of ['mcpServers', 'servers']) if (isRecord(value[key])) return value[key];
  if (isRecord(value['mcp'])) return findServers(value['mcp']);
  const entries = Object.values(value);
  return entries.length > 0 &&
    entries.every((entry) => isRecord(entry) && ('command' in entry || 'url' in entry || 'serverUrl' in entry))
    ? value
    : null;
}

/** The server, or why not in words. */
function readServer(name: string, value: unknown): ImportedServer | string {
  const goodName = ServerName.safeParse(name);
  if (!goodName.success) return 'The name is not usable: 1 to 64 visible characters.';
  if (!isRecord(value)) return 'It is not an object.';
  if (JSON.stringify(value).includes('${input:'))
    return 'It asks for an input when it starts, which Parley does not do; write the value in, or "${secret:NAME}".';
  const parsed = ServerEntry.safeParse(translate(value));
  if (parsed.success) return { name: goodName.data, entry: parsed.data };
  const issue = parsed.error.issues[0];
  const at = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  return `${at}${issue?.message ?? 'It does not fit.'}`;
}

/** Other clients' words for the same things. */
function translate(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { disabled, serverUrl } = value;
  return {
    ...without(value, 'approval', 'disabled', 'serverUrl'),
    ...(typeof serverUrl === 'string' && value['url'] === undefined ? { url: serverUrl } : {}),
    ...(disabled === true ? { enabled: false } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
