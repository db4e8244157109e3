import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampleFolder } from '../../src/demo/sample-folder.ts';
import { createVoice } from '../../src/demo/speaking/voice.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const node = join(import.meta.dirname, '../../node_modules/.bin/node');
const entry = join(import.meta.dirname, '../../src/demo/provider.ts');

async function startProvider(): Promise<{
  child: ChildProcessByStdio<Writable, Readable, null>;
  ready: { event: string; url: string; key: string };
}> {
  const child = spawn(node, [entry, '--cache-folder', join(folder, 'cache'), '--sample-folder', join(folder, 'made')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ready: JSON.parse(line) as { event: string; url: string; key: string } };
}

test('[V12] the provider process says where it is and with which key, on loopback only', async () => {
  const { child, ready } = await startProvider();
  try {
    expect(ready).toEqual({
      event: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/) as string,
      key: expect.stringMatching(/^.{30,}$/) as string,
    });
    const models = await fetch(`${ready.url}/models`, { headers: { authorization: `Bearer ${ready.key}` } });
    expect(models.status).toBe(200);
    expect((await fetch(`${ready.url}/models`)).status).toBe(401);
    expect(await readdir(join(folder, 'made'))).toContain('welcome.txt');
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

test.each(['SIGTERM', 'a closed stdin'])('the provider process ends on %s and its port is free again', async (way) => {
  const { child, ready } = await startProvider();
  const ended = once(child, 'exit');
  if (way === 'SIGTERM') child.kill('SIGTERM');
  else child.stdin.end();
  expect(await ended).toEqual([0, null]);
  const server = createServer().listen(Number(new URL(ready.url).port), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('the sample folder is made once and nothing in it is ever overwritten', async () => {
  const sample = join(folder, 'deep', 'sample');
  await createSampleFolder(sample);
  expect((await readdir(sample, { recursive: true })).sort()).toEqual([
    'notes',
    'notes/ideas.txt',
    'shopping-list.txt',
    'welcome.txt',
  ]);
  const modes = await Promise.all([sample, join(sample, 'notes')].map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o700, 0o700]);
  await writeFile(join(sample, 'welcome.txt'), 'mine');
  await unlink(join(sample, 'shopping-list.txt'));
  await createSampleFolder(sample);
  expect(await readFile(join(sample, 'welcome.txt'), 'utf8')).toBe('mine');
  expect(await readdir(sample)).not.toContain('shopping-list.txt');
});

test('the npm voice speaks where no program is installed', async () => {
  const voice = await createVoice('npm');
  try {
    const pcm = await voice.synthesise('Hello there.');
    expect(pcm.length).toBeGreaterThan(12_000);
    expect(await voice.synthesise('Hello there.')).toEqual(pcm);
  } finally {
    voice.close();
  }
});
