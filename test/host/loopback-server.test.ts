/**
 * The door of a running app, knocked at over real sockets with raw headers.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openLoopbackServer } from '../../src/host/loopback-server.ts';
import type { LoopbackServer } from '../../src/host/loopback-server.ts';
import { FakeApp } from '../fakes/fake-app.ts';

let folder: string;
let server: LoopbackServer;
let port: number;
let cookie: string;
let key: string;
const app = new FakeApp({ 'settings.get': () => 'an answer' });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-host-'));
  const renderer = path.join(folder, 'renderer');
  await mkdir(path.join(renderer, 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'outside.txt'), 'secret outside');
  await writeFile(
    path.join(renderer, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Parley</title>',
  );
  await writeFile(path.join(renderer, 'assets', 'index.js'), 'export const page = 1;');
  await symlink(path.join(folder, 'outside.txt'), path.join(renderer, 'link.txt'));
  server = await openLoopbackServer({
    port: 0,
    rendererDir: renderer,
    serve: (channel, caller) => app.serve(channel, caller),
    livekitUrl: () => Promise.resolve('wss://mine.livekit.cloud'),
  });
  port = Number(new URL(server.url).port);
  const entered = await get(`/?token=${server.token}`);
  cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  key = String(entered.headers.location).replace('/#key=', '');
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request exactly as written, no header added but `host`. */
function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: target, method, headers }, (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** 101 when the bridge opened, else the status of the refusal. */
function knock(headers: Record<string, string>, target = '/bridge'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { 'sec-websocket-protocol': offered = '', ...rest } = headers;
    const protocols = offered.split(', ').filter((protocol) => protocol !== '');
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, protocols, { headers: rest });
    socket.on('open', () => {
      if (protocols.length > 0) expect(socket.protocol).toBe('parley');
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.on('error', () => undefined);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

describe('the page', () => {
  it('[D4] is given to a browser that opened the printed address', async () => {
    const entered = await get(`/?token=${server.token}`);
    expect({ status: entered.status, location: entered.headers.location }).toEqual({
      status: 303,
      location: expect.stringMatching(/^\/#key=[\w-]{43}$/) as string,
    });
    expect(entered.headers['set-cookie']?.[0]).toMatch(/^parley_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(entered.headers['set-cookie']?.[0]).not.toContain(server.token);
    const page = await get('/', { cookie });
    for (const secret of [key, server.token]) expect(page.body + JSON.stringify(page.headers)).not.toContain(secret);
    expect(entered.headers['set-cookie']?.[0]).not.toContain(key);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>Parley</title>');
  });

  it('[D3] carries the final policy, with the nonce that stands in it', async () => {
    const page = await get('/', { cookie });
    const policy = page.headers['content-security-policy'];
    const nonce = /nonce="([\w-]+)"/.exec(page.body)?.[1];
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('wss://*.livekit.cloud');
    expect(policy).not.toContain('unsafe');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect((await get('/', { cookie })).body).not.toContain(String(nonce));
  });

  it('answers an unchanged file with 304', async () => {
    const first = await get('/assets/index.js', { cookie });
    expect(first).toMatchObject({ status: 200, body: 'export const page = 1;' });
    expect(first.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const again = await get('/assets/index.js', { cookie, 'if-none-match': String(first.headers.etag) });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it.each([
    ['no cookie', '/', {}, 403],
    ['no cookie for an asset', '/assets/index.js', {}, 403],
    ['a wrong token', '/?token=wrong', {}, 403],
    ['an empty token', '/?token=', {}, 403],
    ['a wrong cookie', '/', { cookie: 'parley_1=x' }, 403],
    ['the run token as cookie', '/', { cookie: 'RUN' }, 403],
    ['a foreign Host (DNS rebinding)', '/', { host: 'evil.example', cookie: 'OWN' }, 403],
    ['a foreign Host with the right port', '/', { host: 'evil.example:PORT', cookie: 'OWN' }, 403],
    ['0.0.0.0 as Host', '/', { host: '0.0.0.0:PORT', cookie: 'OWN' }, 403],
    ['a Host without port', '/', { host: '127.0.0.1', cookie: 'OWN' }, 403],
    ['a right token under a foreign Host', '/?token=RUN', { host: 'evil.example' }, 403],
    ['a foreign Origin', '/', { origin: 'https://evil.example', cookie: 'OWN' }, 403],
    ['the Origin "null"', '/', { origin: 'null', cookie: 'OWN' }, 403],
    ['a path that climbs out', '/../outside.txt', { cookie: 'OWN' }, 404],
    ['a path that climbs out, encoded', '/%2e%2e/outside.txt', { cookie: 'OWN' }, 404],
    ['a path that climbs out, encoded twice', '/%252e%252e/outside.txt', { cookie: 'OWN' }, 404],
    ['a path that climbs out, slash encoded', '/..%2foutside.txt', { cookie: 'OWN' }, 404],
    ['a path with a backslash', '/..%5coutside.txt', { cookie: 'OWN' }, 404],
    ['a link that leads out', '/link.txt', { cookie: 'OWN' }, 404],
    ['a broken encoding', '/%zz', { cookie: 'OWN' }, 404],
    ['a folder', '/assets', { cookie: 'OWN' }, 404],
    ['an absolute address as target', 'http://evil.example/', { cookie: 'OWN' }, 400],
    ['[positive control] localhost by name', '/', { host: 'localhost:PORT', cookie: 'OWN' }, 200],
  ])('[S15] %s', async (_title, target, headers, status) => {
    const answer = await get(
      fill(target),
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    );
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('secret outside');
    if (status === 403) expect(answer.body).toMatch(/^[A-Z].*\.\n$/);
  });

  it('[S15] a write is refused', async () => {
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
  });
});

const withKey = { 'sec-websocket-protocol': 'parley, parley.key.KEY' };

describe('the bridge', () => {
  it.each([
    ['[positive control] a program with the run token', { authorization: 'Bearer RUN' }, '/bridge', 101],
    ['[positive control] our page with its key', { origin: 'http://127.0.0.1:PORT', ...withKey }, '/bridge', 101],
    [
      'our Origin with the cookie, which every port of this machine gets',
      { origin: 'http://127.0.0.1:PORT', cookie: 'OWN' },
      '/bridge',
      403,
    ],
    [
      'our Origin with a wrong key',
      { origin: 'http://127.0.0.1:PORT', 'sec-websocket-protocol': 'parley, parley.key.x' },
      '/bridge',
      403,
    ],
    ['the key without Origin', { ...withKey }, '/bridge', 403],
    ['a room that is none', { authorization: 'Bearer RUN' }, '/bridge?room=a%20b', 400],
    ['nothing at all', {}, '/bridge', 403],
    ['a wrong token', { authorization: 'Bearer wrong' }, '/bridge', 403],
    ['the cookie without Origin', { cookie: 'OWN' }, '/bridge', 403],
    ['our Origin without a key', { origin: 'http://127.0.0.1:PORT' }, '/bridge', 403],
    [
      'our Origin with the run token only',
      { origin: 'http://127.0.0.1:PORT', authorization: 'Bearer RUN' },
      '/bridge',
      403,
    ],
    [
      'a foreign Origin with everything',
      { origin: 'https://evil.example', cookie: 'OWN', authorization: 'Bearer RUN', ...withKey },
      '/bridge',
      403,
    ],
    ['our name under another scheme', { origin: 'https://127.0.0.1:PORT', ...withKey }, '/bridge', 403],
    ['localhost as Origin of 127.0.0.1', { origin: 'http://localhost:PORT', ...withKey }, '/bridge', 403],
    ['a foreign Host with everything', { host: 'evil.example:PORT', authorization: 'Bearer RUN' }, '/bridge', 403],
    ['another path', { authorization: 'Bearer RUN' }, '/other', 404],
    ['the token in the address', {}, '/bridge?token=RUN', 403],
  ])('[S15] %s', async (_title, headers, target, status) => {
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
    expect(await knock(filled, fill(target))).toBe(status);
  });

  it('serves a connection as owner of the room it named', async () => {
    const before = app.callers.length;
    const reply = await new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/bridge?room=kitchen`, {
        headers: { authorization: `Bearer ${server.token}` },
      });
      socket.on('error', reject);
      socket.on('open', () => socket.send(JSON.stringify({ id: 1, method: 'settings.get', input: {} })));
      socket.on('message', (data: Buffer) => {
        resolve(JSON.parse(data.toString()));
        socket.close();
      });
    });
    expect(reply).toEqual({ id: 1, ok: true, output: 'an answer' });
    expect(app.callers.slice(before)).toMatchObject([{ role: 'owner', room: 'kitchen', identity: null }]);
  });
});

it('a taken port is said in words', async () => {
  const second = openLoopbackServer({
    port,
    rendererDir: folder,
    serve: () => undefined,
    livekitUrl: () => Promise.resolve(null),
  });
  await expect(second).rejects.toMatchObject({ code: 'host/port-taken', data: { port } });
});

function fill(text: string): string {
  return text
    .replaceAll('PORT', String(port))
    .replaceAll('RUN', server.token)
    .replaceAll('KEY', key)
    .replace(/^OWN$/, cookie);
}
