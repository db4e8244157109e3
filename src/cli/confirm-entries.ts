/**
 * Shows what a server entry will do, in full, and asks. The default is no.
 *
 * Source: FAULTS S17 (nothing hidden: no cut, no control or direction characters).
 */
import { toExactText } from '../contract/exact-text.ts';
import type { ImportableServer } from '../contract/import.ts';
import type { ServerApproval, ServerEntry } from '../contract/mcp.ts';
import type { CommandLine } from './command-line.ts';
import { printable } from './table.ts';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} where nobody can be asked and `yes` was not given. */
export function requireConsent(line: CommandLine, yes: boolean): void {
  if (!yes && !line.terminal.interactive)
    throw new UsageError('Nobody can be asked here; say --yes if this server may be started on this computer.');
}

/** Returns when the owner agreed. @throws {UsageError} when the answer is no. */
export async function confirmEntries(
  line: CommandLine,
  servers: readonly ImportableServer[],
  { yes, approval }: { readonly yes: boolean; readonly approval: ServerApproval },
): Promise<void> {
  for (const { name, warnings } of servers)
    for (const warning of warnings) line.terminal.err(`${printable(name)}: ${printable(warning)}\n`);
  if (yes) return;
  requireConsent(line, yes);
  for (const server of servers) line.terminal.err(`${describe(server, approval)}\n`);
  const answer = await line.terminal.ask('A server runs with your rights. Add it? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was added.');
}

/**
 * Shows an entry that waits for approval, and asks where somebody can be asked: the command itself is the owner's word.
 * @throws {UsageError} when the answer is no.
 */
export async function confirmApproval(
  line: CommandLine,
  name: string,
  entry: ServerEntry,
  yes: boolean,
): Promise<void> {
  line.terminal.err(`${describe({ name, entry, kept: [] }, entry.approval ?? 'ask')}\n`);
  if (yes || !line.terminal.interactive) return;
  const answer = await line.terminal.ask('A server runs with your rights. Approve it as it stands here? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was approved.');
}

type Described = Pick<ImportableServer, 'entry' | 'kept'> & { readonly name: string };

function describe({ name, entry, kept }: Described, approval: ServerApproval): string {
  const shown = (value: unknown): string => toExactText(JSON.stringify(value));
  const lines = [`${printable(name)}:`];
  if (entry.command !== undefined)
    lines.push(`  runs      ${[entry.command, ...(entry.args ?? [])].map(shown).join(' ')}`);
  if (entry.url !== undefined) lines.push(`  connects  ${shown(entry.url)}`);
  if (entry.cwd !== undefined) lines.push(`  in        ${shown(entry.cwd)}`);
  for (const [key, value] of Object.entries(entry.env ?? {}))
    lines.push(`  with      ${printable(key)}=${shown(value)}`);
  for (const [key, value] of Object.entries(entry.headers ?? {}))
    lines.push(`  header    ${printable(key)}: ${shown(value)}`);
  for (const [field, value] of Object.entries(entry))
    if (!described.has(field)) lines.push(`  also      ${printable(field)}: ${shown(value)}`);
  for (const { field, secret } of kept) lines.push(`  keychain  ${printable(field)} as ${secret}`);
  lines.push(`  approval  ${approval}`);
  return lines.join('\n');
}

/** Fields with a line of their own. */
const described: ReadonlySet<string> = new Set(['command', 'args', 'url', 'cwd', 'env', 'headers', 'approval']);
