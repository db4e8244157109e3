/**
 * A device's bridge: a WebSocket that its session token opens.
 *
 * Path: device's page | parley join -> origin server -> here -> App.serve.
 * Always: the token comes as the second subprotocol, so it is in no address; who has none that is good is told so by the close
 * code, because a browser shows a page nothing of a refused upgrade; a device that went out of reach is noticed within 30 s.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { deviceEndCodes, deviceProtocol } from '../../contract/index.ts';
import type { Caller, DeviceEnd } from '../../contract/index.ts';
import type { App, FrontDesk } from '../../app/app.ts';
import { keepAlive } from '../../wire/carriers/keep-alive.ts';
import { createWebSocketServerChannel } from '../../wire/carriers/websocket-server.ts';
import type { Tally } from './tally.ts';

/** A typed turn is at most 10,000 characters. */
const maxMessageBytes = 256_000;
/** A put-out device has this long to say goodbye. */
const goodbyeMs = 500;
/** "Try again later" of RFC 6455's registry. */
const tooManyCloseCode = 1013;
/** For whoever reads the close frame; the page has words of its own. */
const endWords: Readonly<Record<DeviceEnd, string>> = {
  removed: 'This link was withdrawn, or its time here is over.',
  awayLinkOpen: 'This device was away too long. Its link lets it in again.',
  awayLinkOver: 'This device was away too long, and its link is over.',
};

export interface DeviceBridgeOptions {
  readonly desk: FrontDesk;
  /** Sockets of each device. */
  readonly devices: Tally;
  readonly serve: App['serve'];
  readonly pingEveryMs?: number;
}

export interface DeviceBridge {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, origin: string): void;
  close(): void;
}

export function createDeviceBridge({ desk, devices, serve, pingEveryMs }: DeviceBridgeOptions): DeviceBridge {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(deviceProtocol) ? deviceProtocol : false),
  });
  const welcome = (socket: WebSocket, token: string, origin: string): void => {
    const admitted = desk.admit(token);
    if (admitted === null || admitted.identity === null) return dismiss(socket, desk.whyOut(token));
    const counted = devices.take(admitted.identity);
    if (!counted) return socket.close(tooManyCloseCode, 'This device has too many connections open here already.');
    socket.once('close', counted);
    const { name, ...who } = admitted;
    const caller: Caller = { connectionId: randomUUID(), ...who, device: { name, origin } };
    const left = desk.arrived(admitted.identity, () => dismiss(socket, 'removed'));
    socket.once('close', left);
    keepAlive(socket, pingEveryMs);
    serve(createWebSocketServerChannel(socket), caller);
  };
  return {
    accept(request, socket, head, origin) {
      const [protocol, token = ''] = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        accepted.on('error', () => accepted.terminate());
        welcome(accepted, protocol === deviceProtocol ? token : '', origin);
      });
    },
    close() {
      // One that was just dismissed hears of it first: often it was the last for whom the origin was open.
      for (const socket of sockets.clients) if (socket.readyState === socket.OPEN) socket.terminate();
    },
  };
}

/** For good, and said so; what it still sends is not heard. */
function dismiss(socket: WebSocket, end: DeviceEnd): void {
  socket.removeAllListeners('message');
  socket.close(deviceEndCodes[end], endWords[end]);
  setTimeout(() => socket.terminate(), goodbyeMs).unref();
}
