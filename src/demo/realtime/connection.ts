/**
 * One WebSocket of the Realtime protocol: frames in, parsed, to the session; the session's events out, numbered and recorded.
 *
 * Path: provider -> here -> session. Faults that belong to the line (silence, delay, drop) act here.
 */
import type { WebSocket } from 'ws';
import { toServiceError } from '../faults.ts';
import { nowMs } from '../provider-log.ts';
import type { RecordedClientEvent } from '../provider-log.ts';
import type { ClientEvent } from './client-events.ts';
import { createId } from './items.ts';
import { parseClientEvent } from './parse-client-event.ts';
import type { ServerEvent, ServerEventBody } from './server-events.ts';
import { RealtimeSession } from './session.ts';
import type { SessionPorts } from './session-ports.ts';

/** Serves the socket until it closes. */
export function serveRealtime(socket: WebSocket, ports: Omit<SessionPorts, 'send' | 'dropSocket'>): void {
  const { log, connection, faults } = ports;
  let sentEvents = 0;
  const transmit = (event: ServerEvent): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(event));
    sentEvents += 1;
    log.serverEvents.push({ connection, atMs: nowMs(), event: withoutSound(event) });
    const limit = faults().dropAfterEvents;
    if (limit !== undefined && sentEvents >= limit) socket.terminate();
  };
  const send = (body: ServerEventBody): void => {
    if (faults().silentAfterAccept) return;
    const event: ServerEvent = { event_id: createId('event'), ...body };
    const delayMs = faults().delayMs ?? 0;
    if (delayMs > 0) setTimeout(() => transmit(event), delayMs);
    else transmit(event);
  };
  log.openSessions += 1;
  const session = new RealtimeSession({ ...ports, send, dropSocket: () => socket.terminate() });
  const fatal = faults().errorOnConnect;
  if (fatal) {
    send({ type: 'error', error: { ...toServiceError(fatal), param: null, event_id: null } });
    socket.close(3000, `${toServiceError(fatal).type}.${fatal.code}`.slice(0, 120));
  }
  socket.on('message', (data) => {
    const parsed = parseClientEvent(toText(data));
    if (parsed.ok) {
      const record = { connection, atMs: nowMs(), event: toRecorded(parsed.event) };
      log.clientEvents.push(record);
      session.handle(parsed.event);
      log.publish('clientEvent', record);
      return;
    }
    const { code, message, param, eventId } = parsed.refusal;
    const record = { connection, atMs: nowMs(), event: parsed.refusal };
    log.refusals.push(record);
    send({ type: 'error', error: { type: 'invalid_request_error', code, message, param, event_id: eventId } });
    log.publish('refusal', record);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    log.openSessions -= 1;
    session.close();
  });
}

function toText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function toRecorded(event: ClientEvent): RecordedClientEvent {
  return event.type === 'input_audio_buffer.append' ? { ...event, audio: '' } : event;
}

function withoutSound(event: ServerEvent): ServerEvent {
  return event.type === 'response.output_audio.delta' ? { ...event, delta: '' } : event;
}
