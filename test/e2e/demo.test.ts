/**
 * [V12] The demo: a simulated model over its real protocol, with real tools; it sees what any model sees and no more.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppStatus, AskCall } from '../../src/contract/index.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';

const question = 'What files are in the sample folder?';
type Answer = { answer: string; calls: AskCall[] };

describe('the demo', () => {
  let host: HostProcess;
  let sample: string;
  beforeAll(async () => {
    host = await startHost({ args: ['--demo'] });
    sample = (await host.json<AppStatus>('status')).demo?.sampleFolder ?? '';
  });
  afterAll(() => host.stop());

  it('says that the model is simulated', async () => {
    expect(await host.json('status')).toMatchObject({ provider: { simulated: true, source: 'demo' }, room: 'main' });
  });

  it('names files made a moment ago, from a real call of the filesystem server', async () => {
    const name = `minutes-${randomBytes(3).toString('hex')}.txt`;
    await writeFile(path.join(sample, name), 'made by the test');
    const { answer, calls } = await host.json<Answer>('ask', question);
    expect(answer).toContain(name);
    expect(calls.at(-1)).toMatchObject({ server: 'filesystem', error: null, arguments: { path: sample } });
    expect(JSON.stringify(calls.at(-1)?.result)).toContain(name);
  });

  it('answers otherwise when a file is renamed', async () => {
    await rename(path.join(sample, 'welcome.txt'), path.join(sample, 'farewell.txt'));
    const { answer } = await host.json<Answer>('ask', question);
    expect(answer).toContain('farewell.txt');
    expect(answer).not.toContain('welcome.txt');
  });

  it('answers otherwise when the tools change', async () => {
    await host.parley('mcp', 'disable', 'filesystem');
    const without = await host.json<Answer>('ask', question);
    expect(without.calls).toEqual([]);
    expect(without.answer).not.toContain('farewell.txt');
    const other = path.join(host.dataDir, 'other');
    await mkdir(other);
    await writeFile(path.join(other, 'only-here.txt'), '');
    const server = path.resolve(
      import.meta.dirname,
      '../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js',
    );
    await host.parley('mcp', 'add', 'elsewhere', '--approval', 'auto', '--yes', '--', process.execPath, server, other);
    await expectReady(host, 'elsewhere');
    const { answer, calls } = await host.json<Answer>('ask', question);
    expect(calls.every(({ server: name }) => name === 'elsewhere')).toBe(true);
    expect(answer).toContain('only-here.txt');
  });
});

/** Waits until the server is ready, by the program's own word. */
async function expectReady(host: HostProcess, name: string): Promise<void> {
  for (;;) {
    const servers = await host.json<{ name: string; state: string; cause: unknown }[]>('mcp', 'list');
    const server = servers.find((candidate) => candidate.name === name);
    if (server?.state === 'ready') return;
    if (server?.state === 'failed') throw new Error(JSON.stringify(server.cause));
  }
}
