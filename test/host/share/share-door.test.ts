/**
 * The shared origin over real TLS, with an authority of the test's own; nothing here looks away from a certificate.
 */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as plainRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { deviceEndCodes, deviceEndOf, deviceProtocol } from '../../../src/contract/index.ts';
import { pickFreePorts } from '../../../src/adapters/livekit-server/free-ports.ts';
import type { DoorPlan, OpenDoor } from '../../../src/core/ports/sharing.ts';
import { createShareDoor } from '../../../src/host/share/share-door.ts';
import { createWebSocketClientChannel } from '../../../src/wire/carriers/websocket-client.ts';
import { BridgeClient } from '../../../src/wire/client.ts';
import { FakeApp } from '../../fakes/fake-app.ts';
import { FakeFrontDesk } from '../../fakes/fake-front-desk.ts';
import { createTestAuthority } from '../../fixtures/test-authority.ts';
import type { TestAuthority } from '../../fixtures/test-authority.ts';

let folder: string;
let authority: TestAuthority;
let desk: FakeFrontDesk;
let app: FakeApp;
let open: OpenDoor;
let port: number;
/** Trusts the authority alone; the certificate is checked for this name, whatever the Host header says. */
let agent: Agent;

async function openDoor(changes: Partial<DoorPlan> = {}): Promise<OpenDoor> {
  const certificate = await authority.issue(['127.0.0.1', 'desk.test']);
  const door = createShareDoor({ rendererDir: folder, serve: (channel, caller) => app.serve(channel, caller) });
  const plan = { addresses: ['127.0.0.1'], port: 0, certificate, host: '127.0.0.1', publicOrigin: null, ...changes };
  const opened = await door.open(plan, desk);
  onTestFinished(() => opened.close());
  return opened;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-origin-'));
  await writeFile(path.join(folder, 'index.html'), '<title>Parley</title>');
  authority = await createTestAuthority();
  agent = new Agent({ ca: authority.certificate, servername: 'desk.test' });
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  desk = new FakeFrontDesk();
  app = new FakeApp({ 'talk.interrupt': () => undefined });
  open = await openDoor();
  port = Number(new URL(open.origin).port);
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly agent?: Agent;
}

function ask(target: string, { method = 'GET', headers = {}, body = '', agent: by = agent }: Asking = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const place = { host: '127.0.0.1', port, path: target, method, headers, agent: by };
    const sent = request(place, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const join = (body: unknown): Promise<Answer> =>
  ask('/api/join', { method: 'POST', headers: { origin: open.origin }, body: JSON.stringify(body) });

function socketTo(target: string, protocols: string[] = [], headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`wss://127.0.0.1:${port}${target}`, protocols, { agent, headers });
  socket.on('error', () => undefined);
  return socket;
}

async function bridgeOf(token: string): Promise<{ socket: WebSocket; bridge: BridgeClient }> {
  const socket = socketTo('/bridge', [deviceProtocol, token], { origin: open.origin });
  const bridge = new BridgeClient(createWebSocketClientChannel(socket));
  await once(socket, 'open');
  return { socket, bridge };
}

const tokenFor = (identity: string): string =>
  ['h', Buffer.from(JSON.stringify({ sub: identity })).toString('base64url'), 's'].join('.');

describe('the shared origin', () => {
  it('[R7] serves the page at /join under a policy that knows this origin and no loopback', async () => {
    const { status, headers, body } = await ask('/join');
    expect({ status, body }).toEqual({ status: 200, body: '<title>Parley</title>' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' wss://127.0.0.1:${port};`);
    expect(policy).not.toMatch(/unsafe|ws:\/\//);
    expect((await ask('/nothing')).status).toBe(404);
  });

  it.each([
    ['another host', { host: 'evil.test' }],
    ['another port of this host', { host: '127.0.0.1:1' }],
    ['another page', { origin: 'https://evil.test' }],
    ['the same host without TLS', { origin: 'http://127.0.0.1' }],
  ])('[S15] refuses %s', async (_title, headers) => {
    expect((await ask('/join', { headers })).status).toBe(403);
    expect((await ask('/api/join', { method: 'POST', headers, body: '{"code":"good"}' })).status).toBe(403);
    const [, response] = (await once(socketTo('/bridge', [deviceProtocol, 'x'], headers), 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    expect(response.statusCode).toBe(403);
    expect(desk.addresses).toEqual([]);
  });

  it('[R2] trades a code for a session, and says in words what is wrong with a bad one', async () => {
    const good = await join({ code: 'good', name: 'Phone' });
    expect({ status: good.status, ...(JSON.parse(good.body) as object) }).toEqual({
      status: 200,
      sessionToken: 'token-of-guest-1',
      room: 'main',
      role: 'talk',
      identity: 'guest-1',
    });
    const bad = await join({ code: 'old' });
    expect({ status: bad.status, ...(JSON.parse(bad.body) as object) }).toEqual({
      status: 410,
      code: 'share/expired',
      message: 'The time of this link is over.',
    });
  });

  it.each([
    ['no JSON', 'POST', '{'],
    ['a field too many', 'POST', '{"code":"good","role":"owner"}'],
    ['a body too long', 'POST', `{"code":"${'x'.repeat(5_000)}"}`],
    ['a GET', 'GET', ''],
  ])('answers %s with 400 in JSON', async (_title, method, body) => {
    const answer = await ask('/api/join', { method, body });
    expect({ status: answer.status, code: (JSON.parse(answer.body) as { code: string }).code }).toEqual({
      status: 400,
      code: 'bridge/bad-input',
    });
  });

  it('[R2] opens the bridge for a session, as a device of its room under its name', async () => {
    await join({ code: 'good', name: 'Phone' });
    const { bridge, socket } = await bridgeOf('token-of-guest-1');
    await bridge.invoke('talk.interrupt', {});
    expect(app.callers.at(-1)).toMatchObject({
      role: 'talk',
      room: 'main',
      identity: 'guest-1',
      device: { name: 'Phone', origin: open.origin },
    });
    expect({ protocol: socket.protocol, here: desk.connections('guest-1') }).toEqual({
      protocol: deviceProtocol,
      here: 1,
    });
    socket.close();
    await once(socket, 'close');
  });

  it('[R2] ends the bridge of a device that is put out, and says by the code that it is for good', async () => {
    await join({ code: 'good' });
    const { socket } = await bridgeOf('token-of-guest-1');
    desk.putOut('guest-1');
    expect((await once(socket, 'close'))[0]).toBe(deviceEndCodes.removed);
    const again = socketTo('/bridge', [deviceProtocol, 'token-of-guest-1']);
    expect((await once(again, 'close'))[0]).toBe(deviceEndCodes.removed);
    const without = socketTo('/bridge');
    expect((await once(without, 'close'))[0]).toBe(deviceEndCodes.removed);
  });

  it.each(['awayLinkOpen', 'awayLinkOver'] as const)('[R2] tells a device by a code of its own: %s', async (end) => {
    desk.end = end;
    const socket = socketTo('/bridge', [deviceProtocol, 'token-of-somebody']);
    const [code] = (await once(socket, 'close')) as [number];
    expect([code, deviceEndOf(code)]).toEqual([deviceEndCodes[end], end]);
  });

  it('[R2] hears nothing more of a device that is put out and goes on sending', async () => {
    let heard = 0;
    app = new FakeApp({ 'talk.interrupt': () => void (heard += 1) });
    await join({ code: 'good' });
    const { socket } = await bridgeOf('token-of-guest-1');
    socket.pause();
    desk.putOut('guest-1');
    await new Promise((sent) => socket.send(JSON.stringify({ id: 1, method: 'talk.interrupt', input: {} }), sent));
    socket.resume();
    await once(socket, 'close');
    expect(heard).toBe(0);
  });

  it('[R2] tells a device that it is put out also when the origin closes with it', async () => {
    await join({ code: 'good' });
    const { socket } = await bridgeOf('token-of-guest-1');
    const closed = once(socket, 'close');
    desk.putOut('guest-1');
    await open.close();
    expect((await closed)[0]).toBe(deviceEndCodes.removed);
  });

  it('[S10] passes signalling on for devices that came by a link, nothing else, and ends it when they are put out', async () => {
    const seen: string[] = [];
    const livekit = createServer((asked, response) => response.end(`asked ${asked.url ?? ''}`));
    const sockets = new WebSocketServer({ server: livekit });
    sockets.on('connection', (socket, asked) => {
      seen.push(`${asked.url ?? ''} ${String(asked.headers['x-forwarded-for'])}`);
      socket.on('message', (data) => socket.send(`heard ${(data as Buffer).toString()}`));
    });
    await new Promise<void>((resolve) => livekit.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void livekit.close());
    desk.livekitPort = (livekit.address() as AddressInfo).port;
    await join({ code: 'good' });
    const target = `/livekit/rtc/v1?access_token=${tokenFor('guest-1')}`;
    const socket = socketTo(target, [], { 'x-forwarded-for': '1.2.3.4' });
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('heard hello');
    expect(seen).toEqual([`/rtc/v1?access_token=${tokenFor('guest-1')} undefined`]);
    expect((await ask(`/livekit/rtc/validate?access_token=${tokenFor('guest-1')}`)).body).toContain(
      'asked /rtc/validate',
    );
    for (const refused of [
      `/livekit/rtc?access_token=${tokenFor('guest-9')}`,
      '/livekit/rtc?access_token=nonsense',
      '/livekit/rtc',
      `/livekit/twirp/livekit.RoomService/ListRooms?access_token=${tokenFor('guest-1')}`,
      `/livekit/rtc/../twirp/x?access_token=${tokenFor('guest-1')}`,
    ]) {
      expect((await ask(refused)).status).toBeGreaterThanOrEqual(403);
    }
    desk.putOut('guest-1');
    await once(socket, 'close');
    expect((await ask(target)).status).toBe(403);
  });

  it('[S10] lets LiveKit read the very token it looked at, whatever else a device that was put out sends along', async () => {
    const read: string[] = [];
    const livekit = createServer((asked, response) => {
      read.push(String(asked.headers.authorization));
      response.end();
    });
    await new Promise<void>((resolve) => livekit.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void livekit.close());
    desk.livekitPort = (livekit.address() as AddressInfo).port;
    await join({ code: 'good' });
    const [claimed, own] = [tokenFor('guest-1'), tokenFor('put-out')];
    const headers = { authorization: `Bearer ${own}` };
    await ask(`/livekit/rtc/validate?access_token=${claimed}`, { headers });
    await ask(`/livekit/rtc/validate?access_token=${claimed};&access_token=${own}`);
    await ask(`/livekit/rtc/validate?access_token=${claimed}&access_token=${own}`);
    expect(read).toEqual([`Bearer ${claimed}`, `Bearer ${claimed}`]);
  });

  it('says that the room cannot be reached while LiveKit restarts, and goes on', async () => {
    await join({ code: 'good' });
    expect((await ask(`/livekit/rtc?access_token=${tokenFor('guest-1')}`)).body).toContain('Try again');
    desk.livekitPort = 1;
    const [, response] = (await once(
      socketTo(`/livekit/rtc?access_token=${tokenFor('guest-1')}`),
      'unexpected-response',
    )) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(502);
    expect((await ask('/join')).status).toBe(200);
  });

  it('[R7] shows the certificate it was given, and speaks no plain HTTP', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/join`)).rejects.toThrow();
    await expect(fetch(`https://127.0.0.1:${port}/join`)).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/VERIFY|ISSUER|SELF_SIGNED/) as string },
    });
  });

  it('[R7] speaks plain HTTP on loopback behind a public address, and counts its visitors apart', async () => {
    const { httpPort } = await pickFreePorts();
    const behind = await openDoor({ certificate: null, publicOrigin: 'https://talk.example.org', port: httpPort });
    expect(behind.origin).toBe('https://talk.example.org');
    const knock = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        const place = { host: '127.0.0.1', port: httpPort, path: '/api/join', method: 'POST', headers };
        const sent = plainRequest(place, (response) => resolve(response.resume().statusCode ?? 0));
        sent.end('{"code":"good"}');
      });
    const tunnel = { host: 'talk.example.org', 'x-forwarded-for': '9.9.9.9, 10.1.1.1' };
    expect(await knock({ ...tunnel, origin: 'https://talk.example.org' })).toBe(200);
    expect(await knock({ ...tunnel, origin: `http://127.0.0.1:${httpPort}` })).toBe(403);
    expect(desk.addresses).toEqual(['10.1.1.1']);
  });

  // macOS has one loopback address only.
  const itWithTwoAddresses = it.skipIf(process.platform === 'darwin');
  itWithTwoAddresses('[R2] leaves connections for others when one address holds as many as it can', async () => {
    const idle = Array.from({ length: 120 }, () => connect({ host: '127.0.0.1', port }));
    for (const socket of idle) socket.on('error', () => undefined);
    onTestFinished(() => idle.forEach((socket) => socket.destroy()));
    const refused = idle.map((socket) => once(socket, 'close'));
    await Promise.any(refused);
    await expect(ask('/join')).rejects.toThrow();
    // The control: somebody at another address is served as ever, and so is the first one when it lets go.
    const elsewhere = new Agent({ ca: authority.certificate, servername: 'desk.test', localAddress: '127.0.0.2' });
    expect((await ask('/join', { agent: elsewhere })).status).toBe(200);
    for (const socket of idle) socket.destroy();
    await expect.poll(() => ask('/join').then(({ status }) => status)).toBe(200);
  });

  it('[R2] leaves connections for others when one device opens as many as it can', async () => {
    desk.livekitPort = 1;
    await join({ code: 'good' });
    await join({ code: 'good' });
    const sockets = await Promise.all(Array.from({ length: 16 }, () => bridgeOf('token-of-guest-1')));
    await expect.poll(() => desk.connections('guest-1')).toBe(16);
    const { socket } = await bridgeOf('token-of-guest-1');
    expect((await once(socket, 'close'))[0]).toBe(1013);
    const signalling = socketTo(`/livekit/rtc?access_token=${tokenFor('guest-1')}`);
    const [, response] = (await once(signalling, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(429);
    // The control: another device comes in, and so does this one once it closed one.
    await bridgeOf('token-of-guest-2');
    await expect.poll(() => desk.connections('guest-2')).toBe(1);
    sockets[0]?.socket.close();
    await expect.poll(() => desk.connections('guest-1')).toBe(15);
    await bridgeOf('token-of-guest-1');
    await expect.poll(() => desk.connections('guest-1')).toBe(16);
  });

  it('leaves nothing open when one of its addresses cannot be had', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const plan = { port: (taken.address() as AddressInfo).port };
    await expect(openDoor(plan)).rejects.toMatchObject({ code: 'share/port-taken' });
    await expect(openDoor({ addresses: ['203.0.113.77'] })).rejects.toMatchObject({ code: 'share/no-network' });
  });

  it('[S14] ends every connection when it is closed', async () => {
    await join({ code: 'good' });
    const { socket } = await bridgeOf('token-of-guest-1');
    const closed = once(socket, 'close');
    await open.close();
    await closed;
    await expect(ask('/join')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
