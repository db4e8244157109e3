/**
 * Programs that only the login shell's PATH leads to, with real shells and a real server.
 */
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServerEntry } from '../../../src/contract/index.ts';
import { LoginPath } from '../../../src/adapters/mcp-client/login-path.ts';
import { isAlive } from '../../fixtures/is-alive.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';
import { Heard, aConnector, limits, node, sdkServer } from './connect.ts';
import { untilTrue } from './processes.ts';

const bare = '/usr/bin:/bin';
let folder: string;
let rigs: ReturnType<typeof aConnector>[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-login-'));
  rigs = [];
});
afterEach(async () => {
  for (const rig of rigs) await rig.close();
  await rm(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);
const asked = async (): Promise<number> =>
  (await readFile(inFolder('asked'), 'utf8').catch(() => '')).split('\n').length - 1;

async function program(name: string, script: string): Promise<string> {
  await mkdir(path.dirname(inFolder(name)), { recursive: true });
  await writeFile(inFolder(name), `#!/bin/sh\n${script}\n`);
  await chmod(inFolder(name), 0o755);
  return inFolder(name);
}

/** A shell whose start-up file prints noise; counts how often it is asked and keeps the environment it got. */
const aShell = (folders: string): Promise<string> =>
  program(
    'shell',
    `echo asked >> "${folder}/asked"; env > "${folder}/shell-environment"
     echo "Welcome | back"; echo "running: $2"; PATH="${folders}"; eval "$2"; echo Bye`,
  );

/** A server that keeps the environment it was started with. */
async function aServer(name: string): Promise<void> {
  const { args = [] } = sdkServer();
  await program(name, `env > "${folder}/server-environment"; exec "${node}" "${args[0] ?? ''}"`);
}

function aDesktop(environment: Record<string, string>): ReturnType<typeof aConnector> {
  const rig = aConnector({ PATH: bare, HOME: folder, SHELL: inFolder('shell'), ...environment });
  rigs.push(rig);
  return rig;
}

async function startAndStop(rig: ReturnType<typeof aConnector>, entry: ServerEntry): Promise<void> {
  const connection = await rig.connector.connect({ name: 'fixture', entry }, new Heard(), limits());
  await connection.close();
}

test('[M17] a server that only the login shell finds is started from a bare PATH, with that of the shell and none of our keys', async () => {
  await aServer('bin/my-server');
  await aShell(`${folder}/bin:relative/folder:/usr/bin:${folder}/bin`);
  const rig = aDesktop({ OPENAI_API_KEY: 'canary-key', LIVEKIT_API_SECRET: 'canary-secret', TERM: 'dumb' });
  await startAndStop(rig, { command: 'my-server' });
  const environment = await readFile(inFolder('server-environment'), 'utf8');
  expect(environment).toContain(`PATH=${folder}/bin:/usr/bin:/bin:${path.dirname(node)}\n`);
  for (const kept of [environment, await readFile(inFolder('shell-environment'), 'utf8')]) {
    expect(kept).toContain(`HOME=${folder}`);
    expect(kept).not.toContain('canary');
  }
});

test('[M17] servers that start together ask one shell, and later ones none', async () => {
  await aServer('bin/my-server');
  await aShell(`${folder}/bin:${bare}`);
  const rig = aDesktop({});
  await Promise.all([1, 2, 3].map(() => startAndStop(rig, { command: 'my-server' })));
  await startAndStop(rig, { command: 'my-server' });
  expect(await asked()).toBe(1);
});

test('[M17] from a terminal, whose PATH is the shell’s, the shell is asked only for a program that is not found', async () => {
  await aServer('bin/my-server');
  await aServer('terminal/other-server');
  await aShell(`${folder}/bin:${bare}`);
  const rig = aDesktop({ TERM: 'xterm', PATH: `${folder}/terminal:${bare}` });
  await startAndStop(rig, { command: 'other-server' });
  expect(await asked()).toBe(0);
  await startAndStop(rig, { command: 'my-server' });
  expect(await asked()).toBe(1);
});

test('[M17] a program that was installed meanwhile is found at the next start', async () => {
  await aShell(`$(cat "${folder}/folders")`);
  await writeFile(inFolder('folders'), bare);
  const rig = aDesktop({});
  await expect(startAndStop(rig, { command: 'my-server' })).rejects.toMatchObject({ code: 'mcp/program-not-found' });
  await aServer('new/my-server');
  await appendFile(inFolder('folders'), `:${folder}/new`);
  await startAndStop(rig, { command: 'my-server' });
});

test('[M17] an entry that names a PATH, or the whole place of its program, means that', async () => {
  await aServer('bin/my-server');
  await aShell(`${folder}/bin:${bare}`);
  const rig = aDesktop({});
  await expect(startAndStop(rig, { command: 'my-server', env: { PATH: bare } })).rejects.toMatchObject({
    code: 'mcp/program-not-found',
  });
  expect(await asked()).toBe(0);
  const nowhere = startAndStop(aDesktop({ TERM: 'xterm' }), { command: inFolder('nowhere/my-server') });
  await expect(nowhere).rejects.toMatchObject({ code: 'mcp/program-not-found' });
  expect(await asked()).toBe(0);
});

const aPath = (environment: Record<string, string>, limitMs?: number) => {
  const [keeper, logger] = [new FakeKeeper(), new FakeLogger()];
  const options = { environment: { PATH: bare, HOME: folder, ...environment }, keeper, logger };
  return { keeper, logger, path: new LoginPath({ ...options, ...(limitMs === undefined ? {} : { limitMs }) }) };
};

test('[M17] a shell that hangs costs its limit, leaves nothing running, and is asked again the next time', async () => {
  const shell = await program('shell', `sleep 300 & echo $! > "${folder}/child"; wait`);
  const login = aPath({ SHELL: shell }, 500);
  expect(await login.path.forStart()).toEqual([]);
  const child = Number(await readFile(inFolder('child'), 'utf8'));
  expect(await untilTrue(() => !isAlive(child) && login.keeper.watched.size === 0, 5_000)).toBe(true);
  await aShell('/opt/bin');
  expect(await login.path.forStart()).toEqual(['/opt/bin']);
});

test('[M17] a shell that is still asked when the app closes is ended', async () => {
  const shell = await program('shell', `echo $$ > "${folder}/child"; sleep 300`);
  const login = aPath({ SHELL: shell }, 60_000);
  const reading = login.path.read();
  await untilTrue(() => login.keeper.watched.size === 1, 5_000);
  login.path.close();
  expect(await reading).toBeNull();
});

test.each([
  ['is not there', 'nowhere'],
  ['ends without a word', 'silent'],
])('[M17] a shell that %s changes nothing', async (_, name) => {
  await program('silent', 'exit 3');
  expect(await aPath({ SHELL: inFolder(name) }).path.forStart()).toEqual([]);
});

test('[M17] bash says the PATH of its start-up files, also where one starts a daemon that holds its output', async () => {
  const daemon = `setsid sh -c 'echo $$ > "${folder}/child"; exec sleep 300' & while [ ! -s "${folder}/child" ]; do :; done`;
  const startup = `echo noise; export PATH="/opt/from profile/bin:$PATH"; ${daemon}`;
  await writeFile(inFolder('.bash_profile'), startup);
  const login = aPath({ SHELL: '/bin/bash' }, 10_000);
  expect((await login.path.forStart())[0]).toBe('/opt/from profile/bin');
  try {
    expect(await untilTrue(() => login.keeper.watched.size === 0, 5_000)).toBe(true);
  } finally {
    process.kill(Number(await readFile(inFolder('child'), 'utf8')));
  }
});
