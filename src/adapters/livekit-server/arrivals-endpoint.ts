/**
 * Where the local livekit-server tells of people who come into its rooms: an HTTP endpoint for its webhooks.
 *
 * Path: livekit-server → here → core/rooms, which decides whether the agent is to come.
 * Always: 127.0.0.1 only, on a path that nobody can guess; believed only what is signed with the server's own secret, body
 * included; bodies are bounded. Source: https://docs.livekit.io/home/server/webhooks
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk';
import { RoomName } from '../../contract/index.ts';
import type { Arrival } from '../../core/ports.ts';
import type { LiveKitKey } from './server-config.ts';

/** An event has a room and a participant: about 1 KB. */
const maxBodySizeBytes = 64 * 1024;
const requestTimeoutMs = 5_000;
/** `ParticipantInfo.Kind.AGENT` of livekit_models.proto; the SDK does not export the enum. */
const agentKind = 4;

/** The only event that livekit-server is asked to send. */
export const arrivalEvent = 'participant_joined';

export interface ArrivalsEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens from now on; `onArrival` is told once for each believed event. */
export async function openArrivalsEndpoint(
  key: LiveKitKey,
  onArrival: (arrival: Arrival) => void,
): Promise<ArrivalsEndpoint> {
  const receiver = new WebhookReceiver(key.apiKey, key.apiSecret);
  const path = `/${randomBytes(18).toString('base64url')}`;
  const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs });
  server.on('request', (request, response) => {
    answer(request, response, { path, receiver, onArrival }).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

interface Desk {
  readonly path: string;
  readonly receiver: WebhookReceiver;
  onArrival(arrival: Arrival): void;
}

async function answer(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  if (request.method !== 'POST' || request.url !== desk.path) return end(response, 404);
  const body = await readBody(request);
  if (body === null) return end(response, 413);
  const event = await desk.receiver.receive(body, request.headers.authorization).catch(() => null);
  if (event === null) return end(response, 401);
  end(response, 200);
  const arrival = toArrival(event);
  if (arrival) desk.onArrival(arrival);
}

/** Null when it is too long: read to its end or the request's deadline, so that the answer arrives, and not kept. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBodySizeBytes) chunks.push(chunk);
  }
  return sizeBytes > maxBodySizeBytes ? null : Buffer.concat(chunks).toString('utf8');
}

function toArrival({ event, room, participant }: WebhookEvent): Arrival | null {
  const name = RoomName.safeParse(room?.name);
  if (event !== arrivalEvent || !participant || !name.success) return null;
  return {
    room: name.data,
    identity: participant.identity,
    kind: Number(participant.kind) === agentKind ? 'agent' : 'person',
    canPublish: participant.permission?.canPublish === true,
  };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
