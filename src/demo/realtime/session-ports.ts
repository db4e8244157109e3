/**
 * What a Realtime session needs from outside: the mind, the log, a line to the client, and the faults of the moment.
 */
import type { Faults } from '../faults.ts';
import type { Mind } from '../mind.ts';
import { nowMs } from '../provider-log.ts';
import type { ProviderLog } from '../provider-log.ts';
import type { Pace } from './emit-output.ts';
import type { ServerEventBody } from './server-events.ts';

export interface SessionPorts {
  readonly connection: number;
  readonly model: string;
  readonly mind: Mind;
  readonly log: ProviderLog;
  readonly pace: Pace;
  /** The silence that ends a turn under `semantic_vad`. */
  readonly semanticSilenceMs: number;
  readonly thinkingMs: () => number;
  readonly faults: () => Faults;
  readonly send: (body: ServerEventBody) => void;
  readonly dropSocket: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** A well-formed event that cannot be done: an `error` event to the client, and a line in the log. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  readonly eventId: string | undefined;
}

export function refuse({ log, connection, send }: SessionPorts, complaint: Complaint): void {
  const { code, message } = complaint;
  const refusal = { code, message, param: complaint.param ?? null, eventId: complaint.eventId ?? null };
  const record = { connection, atMs: nowMs(), event: refusal };
  log.refusals.push(record);
  send({
    type: 'error',
    error: { type: 'invalid_request_error', code, message, param: refusal.param, event_id: refusal.eventId },
  });
  log.publish('refusal', record);
}
