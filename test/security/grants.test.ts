/**
 * [S18][S19] A program that writes settings and database, as any of the owner's programs can, starts nothing.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerView } from '../../src/contract/index.ts';
import { canonicalJson } from '../../src/core/mcp/canonical.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { addServer, fixtureServer } from '../e2e/rig/talking-host.ts';

let dataDir: string;
let host: HostProcess | null = null;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'parley-grants-'));
});
afterAll(async () => {
  await host?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const stateOf = async (running: HostProcess, name: string): Promise<ServerView | undefined> =>
  (await running.json<ServerView[]>('mcp', 'list')).find((server) => server.name === name);

it('[S18][S19] an entry approved by writing the database stays unapproved; the owner’s own starts again by itself', async () => {
  host = await startHost({ dataDir });
  await addServer(host, 'ours', fixtureServer());
  await host.stop();

  const settingsFile = path.join(dataDir, 'settings.json');
  const mark = path.join(dataDir, 'planted-ran');
  const planted = { command: 'sh', args: ['-c', `touch ${mark}`], approval: 'allow' };
  const settings = JSON.parse(await readFile(settingsFile, 'utf8')) as { mcpServers: Record<string, unknown> };
  settings.mcpServers['planted'] = planted;
  await writeFile(settingsFile, JSON.stringify(settings));
  const database = new DatabaseSync(path.join(dataDir, 'parley.db'));
  const hash = createHash('sha256').update(canonicalJson(planted)).digest('hex');
  database
    .prepare(
      `INSERT INTO entry_grants (server, hash, seal, approved_at_ms) SELECT 'planted', ?, seal, 0 FROM entry_grants WHERE server = 'ours'`,
    )
    .run(hash);
  database.close();

  host = await startHost({ dataDir });
  expect(await stateOf(host, 'planted')).toMatchObject({ state: 'unapproved', cause: { code: 'mcp/unapproved' } });
  expect((await stateOf(host, 'planted'))?.cause?.message).toContain('not written by this Parley');
  expect((await stateOf(host, 'ours'))?.state).toMatch(/^(starting|ready)$/);
  await expect(stat(mark)).rejects.toThrow('ENOENT');
});
