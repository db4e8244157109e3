/**
 * Passes a device's signalling on to the LiveKit of this computer, which itself listens on loopback only.
 *
 * Path: device -> origin server -> here -> livekit-server.
 * Always: only signalling, never the server API; only for a token whose identity came by a link and was not put out (LiveKit
 * checks the signature); the token looked at is the one LiveKit reads, as the `Authorization` that goes before its query;
 * both sockets of a passed-on connection have error handlers, and end together. Source: FACTS; livekit pkg/service/auth.go.
 */
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FrontDesk } from '../../app/app.ts';
import { refuseUpgrade, sendText } from '../answers.ts';
import type { Tally } from './tally.ts';

/** Path under which the origin passes signalling on; what follows is LiveKit's own. */
export const livekitPrefix = '/livekit';

const signalling = /^\/livekit\/(rtc|rtc\/v1|rtc\/validate|rtc\/v1\/validate)$/;
const notYours = 'This token is not, or no longer, good here.';
const tooMany = 'This device has too many connections open here already.';
const notNow = 'The room cannot be reached just now. Try again in a moment.';

/** Whose connection goes where. */
interface Passing {
  readonly identity: string;
  readonly token: string;
  readonly port: number;
  readonly path: string;
}

/** A plain request: LiveKit's answer to "why could I not connect". */
export function passRequestOn(request: IncomingMessage, response: ServerResponse, url: URL, desk: FrontDesk): void {
  const passing = checked(request, url, desk);
  if (typeof passing === 'string') return sendText(response, 403, passing);
  if (request.method !== 'GET') return sendText(response, 405, 'This address can only be read.');
  const outgoing = httpRequest({ ...target(passing), headers: authorization(passing) }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { 'Content-Type': 'text/plain; charset=utf-8' });
    answer.pipe(response);
  });
  outgoing.on('error', () => sendText(response, 502, notNow));
  outgoing.end();
}

/** A signalling socket: from here on bytes are passed as they come, until either side ends or the device is put out. */
export function passUpgradeOn(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
  { desk, devices }: { readonly desk: FrontDesk; readonly devices: Tally },
): void {
  const passing = checked(request, url, desk);
  if (typeof passing === 'string') return refuseUpgrade(socket, '403 Forbidden', passing);
  const counted = devices.take(passing.identity);
  if (!counted) return refuseUpgrade(socket, '429 Too Many Requests', tooMany);
  socket.once('close', counted);
  const outgoing = httpRequest({
    ...target(passing),
    headers: { ...upgradeHeaders(request), ...authorization(passing) },
  });
  const left = desk.arrived(passing.identity, () => {
    outgoing.destroy();
    socket.destroy();
  });
  socket.once('close', left);
  outgoing.on('upgrade', (answer, upstream, upstreamHead) => {
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${rawHeaders(answer)}\r\n\r\n`);
    socket.write(upstreamHead);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  outgoing.on('response', (answer) => {
    answer.resume();
    refuseUpgrade(socket, `${answer.statusCode ?? 502} Refused`, 'LiveKit did not take this connection.');
  });
  outgoing.on('error', () => refuseUpgrade(socket, '502 Bad Gateway', notNow));
  outgoing.end();
}

function checked(request: IncomingMessage, url: URL, desk: FrontDesk): Passing | string {
  const local = desk.localLiveKit();
  if (!signalling.test(url.pathname)) return 'Only the room is reached by this address.';
  if (local === null) return notNow;
  const token =
    url.searchParams.get('access_token') ?? /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return notYours;
  const identity = identityOf(token);
  if (identity === null || !desk.mayEnterRoom(identity)) return notYours;
  return { identity, token, port: local.port, path: `${url.pathname.slice(livekitPrefix.length)}${url.search}` };
}

/** The identity a token claims; whether it may claim it is LiveKit's to check. */
function identityOf(token: string): string | null {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const identity = typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : null;
    return typeof identity === 'string' ? identity : null;
  } catch {
    return null;
  }
}

const target = ({ port, path }: Passing) => ({ host: '127.0.0.1', port, path, method: 'GET' });

const authorization = ({ token }: Passing): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** What a WebSocket needs; nothing else of the visitor's, such as forwarding headers of its own making. */
function upgradeHeaders(request: IncomingMessage): Record<string, string> {
  const names = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-extensions', 'sec-websocket-protocol'];
  const passed = names.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(passed), connection: 'Upgrade', upgrade: 'websocket' };
}

function rawHeaders({ rawHeaders: raw }: IncomingMessage): string {
  const lines: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) lines.push(`${raw[index]}: ${raw[index + 1]}`);
  return lines.join('\r\n');
}
