import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { McpConnection } from '../../../src/core/ports.ts';
import { Heard, aConnector, limits, rawServer, sdkServer } from './connect.ts';
import { untilTrue } from './processes.ts';

let rig: ReturnType<typeof aConnector>;
let folder: string;
let connection: McpConnection | null = null;
beforeAll(async () => {
  rig = aConnector({ ...process.env, OPENAI_API_KEY: 'sk-canary', LIVEKIT_API_SECRET: 'canary' }, 1_000, 1_000);
  folder = await mkdtemp(path.join(tmpdir(), 'parley-faults-'));
});
afterEach(async () => {
  await connection?.close();
  connection = null;
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

async function open(entry: ReturnType<typeof sdkServer>, heard = new Heard()): Promise<McpConnection> {
  connection = await rig.connector.connect({ name: 'fixture', entry }, heard, limits());
  return connection;
}

const textOf = (result: { content: readonly { readonly [key: string]: unknown }[] }): string =>
  String(result.content[0]?.['text']);

test('F20 a server that crashes at start says so with its last words', async () => {
  await expect(open(rawServer('throw-at-start'))).rejects.toThrow(
    'The server ended with code 1. Its last words: "TypeError: the key is not set".',
  );
  await expect(open(rawServer('crash-at-start'))).rejects.toMatchObject({
    code: 'mcp/exited',
    message: 'The server ended with code 3. Its last words: "the database is missing".',
  });
});

test('F20 a crash in a call fails that call fast and is told', async () => {
  const heard = new Heard();
  const server = await open(rawServer('crash-in-call'), heard);
  const startedAtMs = performance.now();
  await expect(server.callTool('crash', {}, limits(30_000))).rejects.toMatchObject({ code: 'mcp/exited' });
  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  expect(await heard.closed).toMatchObject({ code: 'mcp/exited', message: 'The server ended with code 7.' });
});

test('F22 a call without an answer ends by its deadline, is cancelled at the server, and the next works', async () => {
  const record = path.join(folder, 'cancelled.txt');
  const server = await open(sdkServer('--record', record));
  await expect(server.callTool('slow', { ms: 60_000 }, limits(300))).rejects.toMatchObject({
    code: 'mcp/call-timeout',
    message: '"slow" gave no result within 0.3 s and was cancelled.',
  });
  expect(
    await untilTrue(() => readFileSync(record, { encoding: 'utf8', flag: 'a+' }).includes('cancelled'), 2_000),
  ).toBe(true);
  expect(textOf(await server.callTool('echo', { text: 'still here' }, limits()))).toBe('still here');
});

test('[M10] a cancelled call is cancelled at the server', async () => {
  const record = path.join(folder, 'abort.txt');
  const server = await open(sdkServer('--era', 'legacy', '--record', record));
  const abort = new AbortController();
  const call = server.callTool('slow', { ms: 60_000 }, { timeoutMs: 30_000, signal: abort.signal });
  const refused = expect(call).rejects.toMatchObject({ code: 'mcp/cancelled' });
  expect(await untilTrue(() => readFileSync(record, { encoding: 'utf8', flag: 'a+' }).includes('slow'), 2_000)).toBe(
    true,
  );
  abort.abort();
  await refused;
  expect(await untilTrue(() => readFileSync(record, 'utf8').includes('cancelled'), 2_000)).toBe(true);
});

test('F23 [M15] endless progress does not outlast the hard maximum', async () => {
  const server = await open(rawServer('progress'));
  const heard: string[] = [];
  const startedAtMs = performance.now();
  const call = server.callTool('progress', {}, { ...limits(300), onProgress: (message) => heard.push(message) });
  await expect(call).rejects.toMatchObject({ code: 'mcp/call-timeout' });
  expect(performance.now() - startedAtMs).toBeGreaterThan(800);
  expect(performance.now() - startedAtMs).toBeLessThan(2_500);
  expect(heard[0]).toBe('still at it (1)');
});

test('F24 a late answer reaches nobody', async () => {
  const server = await open(rawServer('late', '400'));
  await expect(server.callTool('late', {}, limits(100))).rejects.toMatchObject({ code: 'mcp/call-timeout' });
  const next = server.callTool('none', {}, limits());
  expect(textOf(await next)).toBe('none done');
});

test('F25 lines that are no messages are skipped and shown; characters split between chunks are whole', async () => {
  const heard = new Heard();
  const noisy = await open(rawServer('noise'), heard);
  expect(noisy.tools.map((tool) => tool.name)).toEqual(['noise']);
  expect(heard.output).toContain('[not MCP] Starting up… not JSON');
  await noisy.close();
  const split = await open(rawServer('split-utf8'));
  expect(textOf(await split.callTool('split', {}, limits()))).toBe('Grüße 🌍 こんにちは');
});

test('F25 [M15] a result of 8 MB arrives; one of 100 MB fails that call only, and memory stays bounded', async () => {
  const eight = await open(rawServer('huge-8'));
  expect(textOf(await eight.callTool('huge', {}, limits()))).toHaveLength(8_000_000);
  await eight.close();
  for (const where of ['id-last', 'id-first']) {
    const server = await open(rawServer('huge-100', where));
    const beforeBytes = process.memoryUsage().rss;
    const huge = server.callTool('huge', {}, limits(25_000));
    await expect(huge).rejects.toMatchObject({ code: 'mcp/result-too-large' });
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(80_000_000);
    expect(textOf(await server.callTool('good', {}, limits()))).toBe('good done');
    await server.close();
  }
});

test('[M15] a short answer that comes after a long one is not taken before it', async () => {
  const server = await open(rawServer('huge-8'));
  const order: string[] = [];
  const call = async (tool: string): Promise<void> => {
    await server.callTool(tool, {}, limits());
    order.push(tool);
  };
  await Promise.all([call('huge'), call('good'), call('huge'), call('good')]);
  expect(order).toEqual(['huge', 'good', 'huge', 'good']);
});

test('F26 100 MB on stderr are drained while calls go on; the last lines are kept', async () => {
  const heard = new Heard();
  const server = await open(rawServer('flood', '100000000'), heard);
  expect(textOf(await server.callTool('x', {}, limits()))).toBe('x done');
  await heard.until(() => heard.output.at(-1) === 'flood over');
  expect(heard.output.every((line) => line.length <= 8_192)).toBe(true);
});

test('F29 a storm of list changes becomes few lists, and the last one is current', async () => {
  const heard = new Heard();
  const server = await open(rawServer('storm'), heard);
  expect(server.tools[0]?.name).toBe('listed-1');
  await server.callTool('storm', {}, limits());
  await heard.until(() => heard.lists.length > 0);
  expect(heard.lists.length).toBeLessThanOrEqual(2);
});

test.each(['modern', 'legacy'])('[M8] a tool added by a %s server becomes known', async (era) => {
  const heard = new Heard();
  const server = await open(sdkServer('--era', era, '--secret', 'plum'), heard);
  await server.callTool('grow', { name: 'later' }, limits());
  await heard.until(() => heard.lists.some((tools) => tools.some((tool) => tool.name === 'later')));
  expect(textOf(await server.callTool('later', {}, limits()))).toBe('later says plum');
});

test('[M8] S29 pages are joined; a tool without a type is kept, one without a name or nested without end is dropped', async () => {
  const paged = await open(rawServer('pages'));
  expect(paged.tools.map((tool) => tool.name)).toEqual(['first', 'second']);
  await paged.close();
  const odd = await open(rawServer('odd-schemas'));
  expect(odd.tools.map((tool) => tool.name)).toEqual(['typeless', 'bare', 'good']);
  await odd.close();
  const deep = await open(rawServer('deep'));
  expect(deep.tools.map((tool) => tool.name)).toEqual(['good']);
});

test.each([
  ['endless-pages', 64, ["[tools] only the first 64 tools are used: the server's list goes on after 64 pages"]],
  ['empty-pages', 0, ["[tools] only the first 0 tools are used: the server's list goes on after 64 pages"]],
  ['many-tools', 2_000, ["[tools] only the first 2000 tools are used: the server's list has more than 2000"]],
  [
    'long-definitions',
    33,
    [
      '[tools] left out, because its definition is too long or nested too deep: "long-0-1"',
      "[tools] only the first 33 tools are used: the server's list takes too much room",
    ],
  ],
])('[M8] F29 a list that does not end or fit (%s) is cut at %i tools, which is said', async (fault, count, said) => {
  const heard = new Heard();
  const server = await open(rawServer(fault), heard);
  expect(server.tools).toHaveLength(count);
  expect(heard.output).toEqual(said);
});

test('[M4] a version without end and capabilities nested deep cost nothing', async () => {
  const server = await open(rawServer('long-words'));
  expect([server.version?.length, server.capabilities]).toEqual([100, {}]);
});

test('[M2] a server that is silent on the era probe is greeted the old way', async () => {
  const server = await open(rawServer('silent-on-probe'));
  expect(server.era).toBe('legacy');
});

test('[S25] a server sees only what it needs: no keys of the host, no open files, its own entry', async () => {
  const server = await open({ ...sdkServer(), env: { MINE: 'yes' }, cwd: folder });
  const seen = JSON.parse(textOf(await server.callTool('environment', {}, limits()))) as {
    environment: Record<string, string>;
    files: string[];
    cwd: string;
  };
  expect(seen.environment).toMatchObject({ MINE: 'yes', HOME: process.env['HOME'] });
  const names = Object.keys(seen.environment);
  expect(names.filter((name) => /OPENAI|LIVEKIT|VITEST|npm_/i.test(name))).toEqual([]);
  expect(JSON.stringify(seen.environment)).not.toContain('canary');
  expect(seen.cwd).toBe(folder);
  const inherited = seen.files.filter(
    (file) => !/^[012] /.test(file) && !/anon_inode|\/proc\/|pipe:|\/dev\/(null|urandom)|\.(m?js|so|node)$/.test(file),
  );
  expect(inherited).toEqual([]);
});
