/**
 * Waits for servers that start with the command itself: where no host runs, they begin and end with it.
 *
 * Path: `parley mcp …` -> here -> mcp.list, mcp.serversChanged.
 * Always: with a host nothing is waited for; every start ends within the core's own limit, so the wait does, too.
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
    const stop = bridge.subscribe('mcp.serversChanged', (message) => {
      const present = message.type === 'state' ? message.state : message.payload;
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
