/**
 * P6's ten MCP servers: seven good ones, one slow to start, one that hangs at its start, one that crashes.
 */
import path from 'node:path';
import { ServerEntry } from '../../../src/contract/index.ts';
import { root } from '../rigs/places.ts';

const fixture = (name: string): string => path.join(root, 'test', 'fixtures', 'mcp-servers', name);
const slowStartMs = 5_000;

export const goodCount = 7;

export function tenServers(): Record<string, ServerEntry> {
  const node = (...args: string[]): ServerEntry =>
    ServerEntry.parse({ command: process.execPath, args, approval: 'allow' });
  const late = `setTimeout(() => import(${JSON.stringify(fixture('sdk-server.mjs'))}), ${String(slowStartMs)})`;
  const good = Array.from({ length: goodCount }, (_none, index) => [
    `good-${String(index + 1)}`,
    node(fixture('sdk-server.mjs')),
  ]);
  return {
    ...(Object.fromEntries(good) as Record<string, ServerEntry>),
    slow: node('--input-type=module', '-e', late),
    hung: node(fixture('raw-server.mjs'), 'hang-at-start'),
    crashing: node(fixture('raw-server.mjs'), 'crash-at-start'),
  };
}
