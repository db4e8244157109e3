/**
 * [M2] On a machine without Node.js: what the window offers under the names of Parley's own servers starts from Parley's packages.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerName, ServerView } from '../../src/contract/index.ts';
import { ownServers } from '../../src/contract/index.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';

let host: HostProcess;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-own-'));
  // Nothing is found here: no node, no npx, and no shell that knows of them.
  host = await startHost({ environment: { PATH: path.join(folder, 'bin') } });
});
afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

const settled = async (name: string): Promise<ServerView | undefined> => {
  const list = await host.json<ServerView[]>('mcp', 'list');
  return list.find((server) => server.name === name && ['ready', 'failed'].includes(server.state));
};

it('[M2] the example server, and the one for files, become ready', async () => {
  const bridge = host.bridge();
  const example = { command: ownServers.everything, args: ['stdio'] };
  await bridge.invoke('mcp.add', { name: 'everything' as ServerName, entry: example });
  await bridge.invoke('mcp.add', {
    name: 'files' as ServerName,
    entry: { command: ownServers.filesystem, args: [folder] },
  });
  for (const name of ['everything', 'files']) {
    await expect.poll(() => settled(name)).toMatchObject({ state: 'ready', cause: null });
  }
  // What was approved names no place: it is the same wherever Parley lies at its next start.
  const { mcpServers } = await host.json<{ mcpServers: Record<string, unknown> }>('settings', 'get');
  expect(mcpServers['everything']).toMatchObject(example);
  await writeFile(path.join(folder, 'found.txt'), '');
  await host.parley('mcp', 'approval', 'files', 'allow');
  const { out } = await host.parley('mcp', 'call', 'files', 'list_directory', JSON.stringify({ path: folder }));
  expect(out).toContain('found.txt');
  // The control: npx, which was asked for before, is not there.
  await bridge.invoke('mcp.add', { name: 'npx' as ServerName, entry: { command: 'npx', args: ['-y', 'anything'] } });
  await expect.poll(() => settled('npx')).toMatchObject({ cause: { code: 'mcp/program-not-found' } });
});
