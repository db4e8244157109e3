/**
 * Shows what a server entry will do, in full, and asks. The default is no.
 *
 * Source: FAULTS S17 (nothing hidden: no cut, no control or direction characters).
 */
import type { ServerEntry } from '../contract/mcp.ts';
import type { CommandLine } from './command-line.ts';
import { escapeHidden, printable } from './table.ts';
import { UsageError } from './usage-error.ts';

/** Returns when the owner agreed. @throws {UsageError} without a terminal and without `yes`, or when the answer is no. */
export async function confirmEntries(
  line: CommandLine,
  entries: readonly { readonly name: string; readonly entry: ServerEntry }[],
  yes: boolean,
): Promise<void> {
  if (yes) return;
  if (!line.terminal.interactive) {
    throw new UsageError('Nobody can be asked here; say --yes if this server may be started on this computer.');
  }
  for (const { name, entry } of entries) line.terminal.err(`${describe(name, entry)}\n`);
  const answer = await line.terminal.ask('A server runs with your rights. Add it? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was added.');
}

function describe(name: string, entry: ServerEntry): string {
  const shown = (value: unknown): string => escapeHidden(JSON.stringify(value));
  const lines = [`${printable(name)}:`];
  if (entry.command !== undefined)
    lines.push(`  runs      ${[entry.command, ...(entry.args ?? [])].map(shown).join(' ')}`);
  if (entry.url !== undefined) lines.push(`  connects  ${shown(entry.url)}`);
  if (entry.cwd !== undefined) lines.push(`  in        ${shown(entry.cwd)}`);
  for (const [key, value] of Object.entries(entry.env ?? {}))
    lines.push(`  with      ${printable(key)}=${shown(value)}`);
  for (const key of Object.keys(entry.headers ?? {})) lines.push(`  header    ${printable(key)}`);
  lines.push(`  approval  ${entry.approval ?? 'ask'}`);
  return lines.join('\n');
}
