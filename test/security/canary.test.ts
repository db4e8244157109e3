/**
 * [S30][D2] Keys that were stored and used are in the keychain, and nowhere else: no file, no log, no output, no argument, no
 * environment but that of the one server that is given its own.
 *
 * One run with a key of every kind, at log level debug, in a home, temp and cache folder of its own; each key reaches whom it is
 * for, and some of those say it aloud: in a result, in an error, on stderr. What is found must not be, wherever it was written.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLivekitServer } from '../../src/adapters/livekit-server/find-program.mjs';
import { LocalLiveKitServer } from '../../src/adapters/livekit-server/local-livekit-server.ts';
import type { AppStatus, Conversation, ServerView } from '../../src/contract/index.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { defaultSentences } from '../../src/demo/thinking/sentences.ts';
import type { Sentence } from '../../src/demo/thinking/sentences.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { commandLineOf, processesWith } from '../e2e/rig/process-census.ts';
import { fixtureServer } from '../e2e/rig/talking-host.ts';
import { FakeKeeper } from '../fakes/fake-keeper.ts';
import { FakeLogger } from '../fakes/fake-system.ts';
import { serveRemote } from '../fixtures/mcp-servers/remote-server.ts';
import type { RemoteServer } from '../fixtures/mcp-servers/remote-server.ts';
import { filesWith } from './rig/files-with.ts';
import { openKeychain } from './rig/private-keychain.ts';
import type { PrivateKeychain } from './rig/private-keychain.ts';

const checkout = path.resolve(import.meta.dirname, '../..');
const aCanary = (what: string): string => `canary-${what}-${randomBytes(12).toString('hex')}`;
const canaries = {
  provider: aCanary('provider'),
  stages: aCanary('stages'),
  bearer: aCanary('bearer'),
  header: aCanary('header'),
  environment: aCanary('environment'),
  livekit: '',
};
const question = 'Please ask the vault';
const sentences: readonly Sentence[] = [
  ...defaultSentences,
  { id: 'vault', text: question, intent: { kind: 'call', tool: 'vault.*secret$' } },
];
type Kind = keyof typeof canaries;
const kinds = Object.keys(canaries) as Kind[];

/** The home, temp, cache and data folder of the run, and nothing of the test's. */
let root: string;
/** What the test needs beside. */
let aside: string;
let keychain: PrivateKeychain;
let provider: Provider;
let stages: Provider;
let remote: RemoteServer;
/** A service that says the key it was given in its refusal. */
let parrot: Server;
const parrotHeard: string[] = [];
let parrotStatus = 400;
let livekit: LocalLiveKitServer;
let livekitUrl: string;
let host: HostProcess;

const folderOf = (name: string): string => path.join(root, name);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'parley-canary-'));
  aside = await mkdtemp(path.join(tmpdir(), 'parley-canary-aside-'));
  await Promise.all(['home', 'tmp', 'cache', 'data'].map((name) => mkdir(folderOf(name), { mode: 0o700 })));
  keychain = await openKeychain();
  provider = await createProvider({ key: canaries.provider, sentences });
  stages = await createProvider({ key: canaries.stages, sentences, voice: provider.voice });
  remote = await serveRemote({ kind: 'http-modern', key: canaries.bearer, secret: 'polly' });
  parrot = createServer((request, response) => {
    parrotHeard.push(String(request.headers.authorization));
    const message = `Incorrect API key provided: ${String(request.headers.authorization)}`;
    response
      .writeHead(parrotStatus, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message } }));
  }).listen(0, '127.0.0.1');
  await once(parrot, 'listening');
  livekit = new LocalLiveKitServer({
    dataDir: aside,
    root: checkout,
    env: process.env,
    keeper: new FakeKeeper(),
    logger: new FakeLogger(),
    emptyRoomTimeoutMs: 300_000,
  });
  const access = await livekit.start();
  livekitUrl = access.url;
  canaries.livekit = access.apiSecret;
  const program = findLivekitServer(process.env, checkout);
  const environment = {
    ...keychain.environment,
    OPENAI_BASE_URL: provider.url,
    HOME: folderOf('home'),
    TMPDIR: folderOf('tmp'),
    XDG_CACHE_HOME: folderOf('cache'),
    ...(program && 'file' in program ? { PARLEY_LIVEKIT_SERVER: program.file } : {}),
  };
  host = await startHost({ environment, dataDir: folderOf('data') });
  await host.parley('settings', 'set', 'log.level', 'debug');
  for (const [name, value] of Object.entries({
    openai: canaries.provider,
    stages: canaries.stages,
    'livekit-key': access.apiKey,
    'livekit-secret': canaries.livekit,
  }))
    await pipeInto(name, value);
}, 90_000);

afterAll(async () => {
  await host?.stop();
  await livekit?.stop();
  parrot?.closeAllConnections();
  parrot?.close();
  await remote?.close();
  await stages?.close();
  await provider?.close();
  await keychain?.close();
  for (const folder of [root, aside]) await rm(folder, { recursive: true, force: true });
});

/** `parley secret set NAME --stdin`, with the value on stdin as a person would pipe it. */
async function pipeInto(name: string, value: string): Promise<void> {
  const program = path.join(checkout, 'out/node/parley.js');
  const child = spawn(process.execPath, [program, 'secret', 'set', name, '--stdin', '--data-dir', host.dataDir], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(value);
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
}

/** Until each server is in one of these states. */
async function serversAre(wanted: Record<string, ServerView['state']>): Promise<void> {
  const states = async () =>
    Object.fromEntries((await host.json<ServerView[]>('mcp', 'list')).map(({ name, state }) => [name, state]));
  await expect.poll(states, { timeout: 20_000 }).toEqual(wanted);
}

const set = async (key: string, value: string): Promise<void> => {
  expect(await host.parley('settings', 'set', key, value)).toMatchObject({ code: 0 });
};

/** In a talk that begins with the settings of now. */
async function askAnew(): Promise<{ code: number; out: string; err: string }> {
  await host.parley('room', 'end', 'main');
  return host.parley('ask', 'Hello');
}

/** Kinds found in a text. */
const kindsIn = (text: string): Kind[] => kinds.filter((kind) => text.includes(canaries[kind]));

/** Where each kind stands in a file of the run, as `kind: path`. */
async function found(): Promise<string[]> {
  const all = kinds.map(async (kind) => (await filesWith(root, canaries[kind])).map((file) => `${kind}: ${file}`));
  return (await Promise.all(all)).flat();
}

describe('keys of every kind', () => {
  it('[S30] reach whom they are for, and the keychain', async () => {
    const entries = {
      vault: {
        url: remote.url,
        headers: { Authorization: `Bearer ${canaries.bearer}`, 'X-Api-Key': canaries.header },
      },
      tools: toEntry(fixtureServer(), { API_TOKEN: canaries.environment }),
      loud: toEntry([process.execPath, '-e', 'console.error("no luck with", process.env.API_TOKEN); process.exit(1)'], {
        API_TOKEN: canaries.environment,
      }),
    };
    const file = path.join(aside, 'servers.json');
    await writeFile(file, JSON.stringify({ mcpServers: entries }));
    await host.parley('mcp', 'import', file, '--approval', 'allow', '--yes');
    await serversAre({ vault: 'ready', tools: 'ready', loud: 'failed' });
    expect(remote.seen.at(-1)?.headers).toMatchObject({
      authorization: `Bearer ${canaries.bearer}`,
      'x-api-key': canaries.header,
    });
    expect((await host.parley('mcp', 'call', 'tools', 'environment')).out).toContain(canaries.environment);

    await set('livekit.url', livekitUrl);
    const where = async () => (await host.json<AppStatus>('status')).livekit;
    await expect.poll(where).toMatchObject({ state: 'ready', url: livekitUrl, pid: null });
    await host.json('ask', 'Hello');
    expect(provider.log.keysSeen).toContain(canaries.provider);
    expect(await host.json('ask', question)).toMatchObject({ calls: [{ server: 'vault', tool: 'secret' }] });

    for (const stage of ['transcription', 'completion', 'speech']) {
      await set(`pipeline.${stage}.baseUrl`, stages.url);
      await set(`pipeline.${stage}.secret`, 'stages');
    }
    await set('talk.brain', 'pipeline');
    await askAnew();
    expect(stages.log.completions).not.toEqual([]);
    const { bridge } = host;
    for (const stage of ['transcription', 'completion', 'speech'] as const)
      expect(await bridge().invoke('provider.test', { stage })).toMatchObject({ ok: true });
    expect(new Set(stages.log.keysSeen)).toEqual(new Set([canaries.stages]));

    const accounts = (await host.json<{ secrets: { name: string }[] }>('secret', 'list')).secrets;
    const kept = await Promise.all(accounts.map(({ name }) => keychain.read(name)));
    expect(kindsIn(kept.join('\n'))).toEqual(kinds);
  }, 120_000);

  it('[S30] are hidden where those they are for say them aloud', async () => {
    remote.fault = ({ rpc, id, headers }, response) => {
      if (rpc !== 'tools/call') return false;
      const message = `bad key ${String(headers.authorization)} ${String(headers['x-api-key'])}`;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } }));
      return true;
    };
    const call = await host.parley('mcp', 'call', 'vault', 'put');
    expect(call).toMatchObject({ code: 1, err: expect.stringContaining('bad key') as string });
    remote.fault = null;
    await set('pipeline.completion.baseUrl', `http://127.0.0.1:${String((parrot.address() as AddressInfo).port)}/v1`);
    const tried = await host.bridge().invoke('provider.test', { stage: 'completion' });
    expect(tried).toMatchObject({ ok: false, detail: expect.stringContaining('Incorrect API key') as string });
    const before = parrotHeard.length;
    parrotStatus = 401;
    const asked = await askAnew();
    expect(parrotHeard.slice(before)).toContain(`Bearer ${canaries.stages}`);
    expect(kindsIn(JSON.stringify([call, tried, asked]))).toEqual([]);
    await set('pipeline.completion.baseUrl', stages.url);
    await askAnew();
    await host.parley('ask', `Hello, my key is ${canaries.header}`);
  }, 60_000);

  it('[S30] are in no output of a command', async () => {
    const [conversation] = await host.json<Conversation[]>('history', 'list');
    const id = String(conversation?.id);
    const outputs: Record<string, string> = {};
    for (const command of [
      ['log', '--ndjson'],
      ['log', '--json'],
      ['log'],
      ['history', 'export', id],
      ['history', 'export', id, '--format', 'json'],
      ['history', 'show', id],
      ['secret', 'list'],
      ['settings', 'get'],
      ['status', '--json'],
      ['doctor'],
      ['mcp', 'list', '--json'],
      ['mcp', 'show', 'vault'],
      ['mcp', 'show', 'tools', '--json'],
      ['mcp', 'logs', 'loud'],
      ['mcp', 'logs', 'vault'],
      ['mcp', 'test', 'loud'],
      ['mcp', 'export'],
    ]) {
      const { out, err } = await host.parley(...command);
      outputs[command.join(' ')] = `${out}${err}`;
    }
    const leaks = Object.entries(outputs).flatMap(([command, text]) =>
      kindsIn(text).map((kind) => `${command}: ${kind}`),
    );
    expect(leaks).toEqual([]);
    // The control: what is there is found.
    expect(outputs['log --ndjson']).toMatch(/bad key Bearer \[redacted\] \[redacted\].*API_TOKEN/s);
    expect(outputs[`history show ${id}`]).toContain('Hello, my key is [redacted]');
    expect(outputs['mcp logs loud']).toContain('no luck with [redacted]');
  }, 60_000);

  it('[S30][D2] are in no file, no argument and no environment while the host runs', async () => {
    expect(await found()).toEqual([]);
    const holders = Object.fromEntries(kinds.map((kind) => [kind, processesWith(canaries[kind]).map(commandLineOf)]));
    expect(holders).toEqual({
      ...Object.fromEntries(kinds.map((kind) => [kind, []])),
      environment: [expect.stringContaining('sdk-server.mjs')],
    });
    expect(processesWith(host.dataDir)).toContain(host.pid);
    expect(kindsIn(host.output())).toEqual([]);
  });

  it('[S30][D2] are in no file when it has ended, and the search finds one in each folder', async () => {
    await host.stop();
    expect(await found()).toEqual([]);
    expect(kindsIn(host.output())).toEqual([]);
    expect(host.output()).toContain('"event":"ready"');
    expect(await filesWith(folderOf('data'), 'Hello')).not.toEqual([]);
    expect(await filesWith(path.join(folderOf('data'), 'logs'), '"level":"debug"')).toEqual(['parley.log']);
    const places = ['home', 'tmp', 'cache', 'data/logs'];
    for (const place of places)
      await writeFile(folderOf(`${place}/planted`), kinds.map((kind) => canaries[kind]).join());
    expect((await found()).sort()).toEqual(
      kinds.flatMap((kind) => places.map((place) => `${kind}: ${place}/planted`)).sort(),
    );
  });
});

function toEntry([command = '', ...args]: string[], env: Record<string, string>) {
  return { command, args, env };
}
