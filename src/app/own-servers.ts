/**
 * Where the servers that come with Parley lie: public ones, from our own packages.
 *
 * Path: create-adapters.ts -> here -> adapters/mcp-client starts them on the pinned Node.
 */
import path from 'node:path';
import { ownServers } from '../contract/own-servers.ts';
import type { Programs } from './app.ts';

/** Each one's program, by the command of its entry. */
export function findOwnServers({ npmRoot }: Pick<Programs, 'npmRoot'>): Readonly<Record<string, string>> {
  const script = (name: string): string =>
    path.join(npmRoot, 'node_modules', '@modelcontextprotocol', name, 'dist', 'index.js');
  return {
    [ownServers.everything]: script('server-everything'),
    [ownServers.filesystem]: script('server-filesystem'),
  };
}
