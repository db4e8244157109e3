/**
 * The one door of a running app on this machine: the page for browsers, the bridge for pages and programs.
 *
 * Path: browser tab | parley program -> here -> App.serve. Electron's windows come by its own IPC instead.
 * Always: bound to 127.0.0.1 by address; every request passes access.ts first.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Caller } from '../contract/index.ts';
import { AppError, RoomName, defaultRoom } from '../contract/index.ts';
import { bridgeProtocol } from '../wire/carriers/websocket-client.ts';
import { createWebSocketServerChannel, maxMessageBytes } from '../wire/carriers/websocket-server.ts';
import type { Channel } from '../wire/channel.ts';
import { refuseAddress, refuseBridge, refusePage, sameToken, sessionCookieName } from './access.ts';
import type { Door, RequestFacts } from './access.ts';
import { refuseUpgrade, sendText } from './answers.ts';
import { pageHeaders } from './content-security-policy.ts';
import { readPage } from './page-files.ts';

export interface LoopbackOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The built window. */
  readonly rendererDir: string;
  serve(channel: Channel, caller: Caller): void;
  /** The LiveKit of the talk, for the page's policy. */
  livekitUrl(): Promise<string | null>;
}

export interface LoopbackServer {
  /** The origin, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Lets a program in as owner, and a browser by `/?token=`. */
  readonly token: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** @throws {AppError} host/port-taken */
export async function openLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const runToken = randomBytes(32).toString('base64url');
  const sessionToken = randomBytes(32).toString('base64url');
  const pageKey = randomBytes(32).toString('base64url');
  const server = createServer();
  const port = await listen(server, options.port);
  const door: Door = { port, runToken, sessionToken, pageKey };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // Never the other one that a page offers: it is its key.
    handleProtocols: (offered) => offered.has(bridgeProtocol) && bridgeProtocol,
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, door, options).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(request, socket, head, { door, sockets, serve: options.serve });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    token: runToken,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const known = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const message = `Port ${port} cannot be used: another program has it, or it is reserved. Choose another with --port, or leave --port out.`;
      reject(known ? new AppError('host/port-taken', message, { cause: error, data: { port } }) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  options: LoopbackOptions,
): Promise<void> {
  const facts = factsOf(request);
  const address = refuseAddress(facts, door);
  if (address !== null) return sendText(response, 403, address);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendText(response, 405, 'This address can only be read.');
  const url = addressOf(request);
  if (url === null) return sendText(response, 400, 'This is not an address of Parley.');
  const token = url.pathname === '/' ? url.searchParams.get('token') : null;
  if (token !== null) return letIn(response, token, door);
  const refusal = refusePage(facts, door);
  if (refusal !== null) return sendText(response, 403, refusal);
  const livekitUrl = await options.livekitUrl();
  const page = await readPage(options.rendererDir, {
    path: url.pathname,
    ifNoneMatch: request.headers['if-none-match'],
    livekitUrl,
  });
  response.writeHead(
    page.status,
    page.status === 304 ? page.headers : { ...page.headers, 'Content-Length': page.body.length },
  );
  response.end(request.method === 'HEAD' || page.status === 304 ? undefined : page.body);
}

/** Trades the run token for the cookie of the page's files and, in a fragment, the page's key; the page takes that out of the address bar. */
function letIn(response: ServerResponse, token: string, door: Door): void {
  if (!sameToken(token, door.runToken)) {
    return sendText(response, 403, 'This address is from an earlier start of Parley. Open the one it printed last.');
  }
  const cookie = `${sessionCookieName(door.port)}=${door.sessionToken}; HttpOnly; SameSite=Strict; Path=/`;
  response.writeHead(303, {
    ...pageHeaders,
    Location: `/#key=${door.pageKey}`,
    'Set-Cookie': cookie,
    'Cache-Control': 'no-store',
  });
  response.end();
}

interface Upgrading {
  readonly door: Door;
  readonly sockets: WebSocketServer;
  serve(channel: Channel, caller: Caller): void;
}

function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, { door, sockets, serve }: Upgrading): void {
  socket.on('error', () => socket.destroy());
  const refusal = refuseBridge(factsOf(request), door);
  if (refusal !== null) return refuseUpgrade(socket, '403 Forbidden', refusal);
  const url = addressOf(request);
  if (url?.pathname !== '/bridge') return refuseUpgrade(socket, '404 Not Found', 'The bridge is at /bridge.');
  const room = RoomName.safeParse(url.searchParams.get('room') ?? defaultRoom);
  if (!room.success)
    return refuseUpgrade(socket, '400 Bad Request', room.error.issues[0]?.message ?? 'Not a room name.');
  sockets.handleUpgrade(request, socket, head, (accepted) => {
    const caller: Caller = { connectionId: randomUUID(), role: 'owner', room: room.data, identity: null };
    serve(createWebSocketServerChannel(accepted), caller);
  });
}

function factsOf(request: IncomingMessage): RequestFacts {
  const { host, origin, authorization, cookie, 'sec-websocket-protocol': protocols } = request.headers;
  return { host, origin, authorization, cookie, protocols };
}

function addressOf(request: IncomingMessage): URL | null {
  const target = request.url ?? '';
  const whole = `http://127.0.0.1${target}`;
  return target.startsWith('/') && URL.canParse(whole) ? new URL(whole) : null;
}
