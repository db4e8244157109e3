/**
 * Adds servers by way of the app's importer: shows what was found, asks, and says where keys went.
 *
 * Path: `parley mcp add` and `parley mcp import` -> here -> mcp.previewImport, mcp.import.
 * Always: a key goes to the keychain, or to the memory of a host that runs; never into the settings file.
 */
import { AppError } from '../contract/errors.ts';
import type { ImportPreview, ImportSource, ImportableServer } from '../contract/import.ts';
import type { ServerApproval, ServerView } from '../contract/mcp.ts';
import type { CommandLine, Connection } from './command-line.ts';
import { confirmEntries } from './confirm-entries.ts';
import { startedServers } from './started-servers.ts';
import { printable } from './table.ts';

export interface ImportChoices {
  readonly approval: ServerApproval;
  readonly replace: boolean;
  readonly yes: boolean;
}

/** Everything usable in `source`. @throws {AppError} where there is nothing, or no place for its keys */
export async function importServers(
  line: CommandLine,
  connection: Connection,
  source: ImportSource,
  choices: ImportChoices,
): Promise<ServerView[]> {
  const { bridge } = connection;
  const preview = await bridge.invoke('mcp.previewImport', source);
  const { refused } = preview;
  // One entry as it was typed has no other beside it, and no line.
  if ('entry' in source && refused[0]) throw new AppError('mcp/bad-entry', refused[0].reason);
  tellRefused(line, preview);
  if (preview.servers.length === 0) throw new AppError('import/nothing-found', 'None of its servers can be used.');
  const servers = choices.replace ? preview.servers : withoutTaken(line, preview.servers);
  await confirmEntries(line, servers, choices);
  if (servers.some(({ kept }) => kept.length > 0)) await requirePlaceForKeys(line, connection);
  const added = await bridge.invoke('mcp.import', {
    source,
    servers: servers.map(({ name, entry }) => ({ name, entry })),
    approval: choices.approval,
    ...(choices.replace ? { replace: true } : {}),
  });
  for (const server of servers) tellKeys(line, server);
  if (connection.hosted) return added;
  const names = added.map(({ name }) => name);
  return (await startedServers(line, connection, names)).filter(({ name }) => names.includes(name));
}

/** A name that is taken costs no other server. @throws {AppError} mcp/name-taken where no other is left */
function withoutTaken(line: CommandLine, servers: readonly ImportableServer[]): ImportableServer[] {
  const free = servers.filter(({ taken }) => !taken);
  const [first] = servers;
  if (free.length === 0 && first) {
    const words = servers.length === 1 ? `A server "${printable(first.name)}" exists` : 'All of its servers exist';
    throw new AppError('mcp/name-taken', `${words} already. Add --replace to have what stands here instead.`);
  }
  for (const { name } of servers.filter(({ taken }) => taken))
    line.terminal.err(`${printable(name)} is left out: it exists already. Add --replace to have what stands here.\n`);
  return free;
}

function tellRefused(line: CommandLine, { refused, file }: ImportPreview): void {
  if (file !== null) line.terminal.err(`From ${printable(file)}\n`);
  for (const { name, reason, line: row, column } of refused)
    line.terminal.err(`${printable(name)} is left out (line ${row}, column ${column}): ${printable(reason)}\n`);
}

function tellKeys(line: CommandLine, { name, kept, asked }: ImportableServer): void {
  for (const { field, secret } of kept)
    line.terminal.err(`${printable(name)}: the key in ${printable(field)} is kept as ${secret}.\n`);
  for (const { secret, description } of asked)
    line.terminal.err(
      `${printable(name)} needs a value (${printable(description)}): parley secret set ${secret} --stdin\n`,
    );
}

async function requirePlaceForKeys(line: CommandLine, { bridge, hosted }: Connection): Promise<void> {
  const { warning } = await bridge.invoke('secrets.list', undefined);
  if (warning === null) return;
  if (!hosted) {
    const words = 'No keychain answers and no Parley runs that could keep its keys in memory, so nothing was added.';
    throw new AppError('secrets/keychain-unavailable', `${words} Unlock the keychain, or start Parley first.`);
  }
  line.terminal.err('No keychain answers, so keys are kept in memory until Parley ends.\n');
}
