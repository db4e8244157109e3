/**
 * Waits for servers that start with the command itself: where no host runs, they begin and end with it.
 *
 * Path: `parley mcp …` -> here -> mcp.list, mcp.serversChanged.
 * Always: with a host nothing is waited for; every start ends within the core's own limit, so the wait does, too. A person who
 * waits for a slow one is told once.
 */
import type { ServerView } from '../contract/mcp.ts';
import type { CommandLine, Connection } from './command-line.ts';
import { printable } from './table.ts';

/** The servers as they are, or without a host as their start went. `names`: only these are waited for. */
export async function startedServers(
  line: CommandLine,
  { bridge, hosted }: Connection,
  names?: readonly string[],
): Promise<ServerView[]> {
  const servers = await bridge.invoke('mcp.list', undefined);
  const awaited = unsettled(servers, names);
  if (hosted || awaited.length === 0) return servers;
  if (line.terminal.interactive) line.terminal.err(`Starting ${awaited.map(printable).join(', ')} …\n`);
  return new Promise((resolve) => {
    const told = new Set<string>();
    const stop = bridge.subscribe('mcp.serversChanged', (message) => {
      const present = message.type === 'state' ? message.state : message.payload;
      if (line.terminal.interactive) tellSlow(line, present, told);
      if (unsettled(present, names).length > 0) return;
      stop();
      resolve(present);
    });
  });
}

const unsettled = (servers: readonly ServerView[], names: readonly string[] | undefined): string[] =>
  servers
    .filter(({ name, state }) => state === 'starting' && (names === undefined || names.includes(name)))
    .map(({ name }) => name);

function tellSlow(line: CommandLine, servers: readonly ServerView[], told: Set<string>): void {
  for (const { name, state, cause } of servers) {
    if (state !== 'starting' || cause === null || told.has(name)) continue;
    told.add(name);
    line.terminal.err(`${printable(name)}: ${printable(cause.message)}\n`);
  }
}
