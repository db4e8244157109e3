import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SdkConnector } from '../../../src/adapters/mcp-client/connector.ts';
import { LoginPath } from '../../../src/adapters/mcp-client/login-path.ts';
import { Heard, aConnector, limits, node, rawServer, sdkServer } from './connect.ts';
import { isAlive } from '../../fixtures/is-alive.ts';
import { carrying, untilTrue } from './processes.ts';

let rig: ReturnType<typeof aConnector>;
let folder: string;
beforeAll(async () => {
  rig = aConnector();
  folder = await mkdtemp(path.join(tmpdir(), 'parley-stop-'));
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const connect = (entry: ReturnType<typeof sdkServer>) =>
  rig.connector.connect({ name: 'fixture', entry }, new Heard(), limits());
const marker = (): string => Object.values(rig.keeper.marker)[0] ?? 'none';

async function stopTimeMs(close: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await close();
  return performance.now() - startedAtMs;
}

test('[M19] a polite server is gone at once when stopped', async () => {
  const connection = await connect(sdkServer());
  expect(carrying(marker())).toEqual([connection.pid]);
  const tookMs = await stopTimeMs(() => connection.close());
  expect(tookMs).toBeLessThan(1_500);
  expect(carrying(marker())).toEqual([]);
});

test('[M19] F27 stopping a server that ignores everything ends its tree within 5 s, the child that left its group included', async () => {
  const file = path.join(folder, 'family.txt');
  const connection = await connect(rawServer('stubborn-family', file));
  const family = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  expect(family).toHaveLength(3);
  expect(await untilTrue(() => carrying(marker()).length === 3, 2_000)).toBe(true);
  expect(family.every(isAlive)).toBe(true);
  const tookMs = await stopTimeMs(() => connection.close());
  expect(family.filter(isAlive)).toEqual([]);
  expect(carrying(marker())).toEqual([]);
  expect(tookMs).toBeLessThan(5_000);
});

test('[M19] F27 a wrapper is ended with the server it wraps', async () => {
  const { command, args = [] } = rawServer('stubborn');
  const connection = await connect({
    command: 'sh',
    args: ['-c', `"${command}" ${args.map((arg) => `"${arg}"`).join(' ')}; true`],
  });
  expect(await untilTrue(() => carrying(marker()).length === 2, 2_000)).toBe(true);
  expect(await stopTimeMs(() => connection.close())).toBeLessThan(5_000);
  expect(carrying(marker())).toEqual([]);
});

test('[M19] F27 the group is ended as a whole, also where marked processes cannot be found', async () => {
  const blind = {
    marker: rig.keeper.marker,
    watch: () => {},
    unwatch: () => {},
    sweep: async () => {},
    close: async () => {},
  };
  const loginPath = new LoginPath({ environment: process.env, keeper: blind, logger: rig.logger });
  const connector = new SdkConnector({ keeper: blind, node, environment: process.env, loginPath, version: '0' });
  const { command, args = [] } = rawServer('stubborn');
  const entry = { command: 'sh', args: ['-c', `"${command}" ${args.map((arg) => `"${arg}"`).join(' ')}; true`] };
  const connection = await connector.connect({ name: 'fixture', entry }, new Heard(), limits());
  expect(await untilTrue(() => carrying(marker()).length === 2, 2_000)).toBe(true);
  await connection.close();
  expect(carrying(marker())).toEqual([]);
});

test('[M19] F20 a server that ends by itself leaves none of its children behind', async () => {
  const heard = new Heard();
  const script = `const { spawn } = require('node:child_process'); spawn('sleep', ['300'], { stdio: 'ignore' }); spawn('sleep', ['300'], { stdio: 'ignore', detached: true }); import(process.argv[1])`;
  const { args = [] } = rawServer('crash-in-call');
  const entry = { command: node, args: ['-e', script, args[0] ?? '', 'crash-in-call'] };
  const connection = await rig.connector.connect({ name: 'fixture', entry }, heard, limits());
  expect(carrying(marker())).toHaveLength(3);
  await expect(connection.callTool('crash', {}, limits())).rejects.toMatchObject({ code: 'mcp/exited' });
  await heard.closed;
  expect(carrying(marker())).toEqual([]);
});

test('[M4] a start that is cancelled or takes too long leaves nothing behind', async () => {
  const abort = new AbortController();
  const target = { name: 'fixture', entry: rawServer('hang-at-start') };
  const cancelled = rig.connector.connect(target, new Heard(), { timeoutMs: 20_000, signal: abort.signal });
  expect(await untilTrue(() => carrying(marker()).length > 0, 2_000)).toBe(true);
  abort.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'mcp/cancelled' });
  await expect(rig.connector.connect(target, new Heard(), limits(400))).rejects.toMatchObject({
    code: 'mcp/start-timeout',
  });
  expect(carrying(marker())).toEqual([]);
});

test('[M17] a program that does not exist is said in words, and nothing is started', async () => {
  await expect(connect({ command: 'no-such-program-here' })).rejects.toMatchObject({
    code: 'mcp/program-not-found',
    message:
      'The program "no-such-program-here" was not found on the PATH. Install it, or write its full path in the server\'s entry.',
  });
  await expect(connect({ command: '/no/such/file' })).rejects.toMatchObject({ code: 'mcp/program-not-found' });
  await expect(connect({ ...sdkServer(), cwd: '/no/such/folder' })).rejects.toThrow(
    'The working folder "/no/such/folder" does not exist',
  );
  expect(existsSync('/no/such/folder')).toBe(false);
});
