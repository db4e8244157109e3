/**
 * MCP servers as `mcp list` and `status` print them.
 */
import type { ServerView } from '../contract/mcp.ts';
import { printable, toTable } from './table.ts';

/** The stable fields, without the entry: its environment may hold what should not be printed by the way. */
export function serverFacts(server: ServerView): Omit<ServerView, 'entry'> {
  return Object.fromEntries(Object.entries(server).filter(([field]) => field !== 'entry')) as Omit<ServerView, 'entry'>;
}

/** For people; one line a server, and one under it that says why it failed. */
export function serverTable(servers: readonly ServerView[]): string {
  if (servers.length === 0) return 'No servers yet. Add one: parley mcp add NAME -- COMMAND ARGUMENTS';
  const rows = servers.map((server) => [
    server.name,
    server.state,
    String(server.tools),
    server.era ?? '-',
    server.approval,
    server.cause === null ? '' : printable(server.cause.message),
  ]);
  return toTable(['SERVER', 'STATE', 'TOOLS', 'ERA', 'APPROVAL', 'CAUSE'], rows);
}
