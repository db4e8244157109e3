/**
 * The shared origin: the page, joining, the bridge and LiveKit's signalling for devices that come by a link.
 *
 * Path: device -> here -> front desk (core/share), App.serve, livekit-server. Opened and closed by core/share.
 * Always: listens on the plan's addresses and no others; no address and no device takes the connections of all; nothing of the loopback door is reachable here: no run token, no
 * cookie, no owner's method but those a device has.
 */
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../../contract/index.ts';
import type { App, DoorPlan, FrontDesk, OpenDoor, ShareDoor } from '../../app/app.ts';
import { refuseUpgrade, sendText } from '../answers.ts';
import { readPage } from '../page-files.ts';
import { createDeviceBridge } from './device-bridge.ts';
import type { DeviceBridge } from './device-bridge.ts';
import { answerJoin } from './join-request.ts';
import { livekitPrefix, passRequestOn, passUpgradeOn } from './livekit-proxy.ts';
import { foreign, namesOf, originOf } from './origin-access.ts';
import type { OriginNames } from './origin-access.ts';
import { Tally } from './tally.ts';

export interface ShareDoorOptions {
  /** The built window. */
  readonly rendererDir: string;
  readonly serve: App['serve'];
}

/** A page, its files, a bridge and signalling for each of a few devices. */
const maxConnections = 300;
/** Of them, from one address: a household behind one router, and room for others beside it. */
const maxConnectionsOfAddress = 100;
/** Bridges and signalling of one device: some tabs, and those that were lost and are not yet noticed. */
const maxSocketsOfDevice = 16;
const requestTimeoutMs = 10_000;

interface Place extends ShareDoorOptions {
  readonly desk: FrontDesk;
  readonly bridge: DeviceBridge;
  readonly addresses: Tally;
  readonly devices: Tally;
  readonly names: OriginNames;
}

export const createShareDoor = (options: ShareDoorOptions): ShareDoor => ({
  open: (plan, desk) => openOrigin(plan, desk, options),
});

async function openOrigin(plan: DoorPlan, desk: FrontDesk, options: ShareDoorOptions): Promise<OpenDoor> {
  const devices = new Tally(maxSocketsOfDevice);
  const addresses = new Tally(maxConnectionsOfAddress);
  const bridge = createDeviceBridge({ desk, devices, serve: options.serve });
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    bridge.close();
    await Promise.all(servers.map(end));
  };
  let { port } = plan;
  try {
    for (const address of plan.addresses) {
      const server = createServer(plan);
      port = await listen(server, address, port);
      servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const place: Place = { ...options, desk, bridge, addresses, devices, names: namesOf(plan, port) };
  for (const server of servers) attach(server, place);
  const host = port === 443 ? plan.host : `${plan.host}:${port}`;
  return { origin: plan.publicOrigin ?? `https://${host}`, close };
}

function createServer({ certificate }: DoorPlan): Server {
  const limits = { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs };
  const server = certificate
    ? createHttpsServer({
        ...limits,
        handshakeTimeout: requestTimeoutMs,
        cert: certificate.certificate,
        key: certificate.key,
        minVersion: 'TLSv1.2',
      })
    : createHttpServer(limits);
  server.maxConnections = maxConnections;
  return server;
}

function attach(server: Server, place: Place): void {
  // Behind a tunnel all come from loopback; there the tunnel's own limits count.
  if (place.names.publicOrigin === null) server.on('connection', (socket: Socket) => limit(socket, place.addresses));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, place).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head, place);
  });
}

function limit(socket: Socket, addresses: Tally): void {
  const left = addresses.take(socket.remoteAddress ?? '');
  if (left) socket.once('close', left);
  else socket.destroy();
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, address, port)));
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

function cannotListen(error: NodeJS.ErrnoException, address: string, port: number): unknown {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
    const message = `Links need port ${port}, which another program has or which is reserved: set share.port to another one, or to 0 for any.`;
    return new AppError('share/port-taken', message, { cause: error, data: { port, address } });
  }
  if (error.code === 'EADDRNOTAVAIL') {
    return new AppError(
      'share/no-network',
      `This computer no longer has the address ${address}: make the link again.`,
      {
        cause: error,
      },
    );
  }
  return error;
}

async function answer(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const { desk, names, rendererDir } = place;
  const origin = originOf({ host: request.headers.host, origin: request.headers.origin }, names);
  if (origin === null) return sendText(response, 403, foreign);
  const url = addressOf(request, origin);
  if (url === null) return sendText(response, 400, 'This is not an address of Parley.');
  if (url.pathname === '/api/join') return answerJoin(request, response, visitorOf(request, names), desk);
  if (url.pathname.startsWith(`${livekitPrefix}/`)) return passRequestOn(request, response, url, desk);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return sendText(response, 405, 'This address can only be read.');
  const page = await readPage(rendererDir, {
    path: url.pathname === '/join' ? '/' : url.pathname,
    ifNoneMatch: request.headers['if-none-match'],
    livekitUrl: desk.remoteLiveKitUrl(),
    origin,
  });
  const length = page.status === 304 ? {} : { 'Content-Length': page.body.length };
  response.writeHead(page.status, { ...page.headers, ...length });
  response.end(request.method === 'HEAD' || page.status === 304 ? undefined : page.body);
}

function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, place: Place): void {
  const origin = originOf({ host: request.headers.host, origin: request.headers.origin }, place.names);
  if (origin === null) return refuseUpgrade(socket, '403 Forbidden', foreign);
  const url = addressOf(request, origin);
  if (url?.pathname === '/bridge') return place.bridge.accept(request, socket, head, origin);
  if (url?.pathname.startsWith(`${livekitPrefix}/`)) return passUpgradeOn(request, socket, head, url, place);
  refuseUpgrade(socket, '404 Not Found', 'There is nothing at this address.');
}

function addressOf(request: IncomingMessage, origin: string): URL | null {
  const target = request.url ?? '';
  const whole = `${origin}${target}`;
  return target.startsWith('/') && URL.canParse(whole) ? new URL(whole) : null;
}

/** Behind a tunnel everybody comes from loopback: there the tunnel's own word counts, the last one in the header. */
function visitorOf(request: IncomingMessage, { publicOrigin }: OriginNames): string {
  const forwarded = publicOrigin === null ? undefined : request.headers['x-forwarded-for'];
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last || (request.socket.remoteAddress ?? '');
}

function end(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
