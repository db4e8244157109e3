/**
 * Reads a client's text frame as a client event, or says what is wrong with it in the service's own terms.
 *
 * Path: connection -> here -> session. Anything that is no client event is answered with an `error` event and changes nothing.
 * One reading beyond the schemas, from the service's documentation: `null` turns transcription and noise reduction off.
 */
import { toRefusal } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { ClientEvent } from './client-events.ts';

export type ParsedEvent =
  { readonly ok: true; readonly event: ClientEvent } | { readonly ok: false; readonly refusal: Refusal };

/** Reads one text frame of a client. Never throws. */
export function parseClientEvent(text: string): ParsedEvent {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    const refusal = { code: 'invalid_json', message: 'The message is not valid JSON.', param: null, eventId: null };
    return { ok: false, refusal };
  }
  const id = eventIdOf(raw);
  const parsed = ClientEvent.safeParse(withoutOffSwitches(raw));
  if (parsed.success) return { ok: true, event: parsed.data };
  return { ok: false, refusal: toRefusal(parsed.error, 'event', id) };
}

function eventIdOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('event_id' in raw)) return null;
  return typeof raw.event_id === 'string' ? raw.event_id : null;
}

/** In a session update, `transcription: null` and `noise_reduction: null` mean off; other events are left as they are. */
function withoutOffSwitches(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('session' in raw)) return raw;
  const isOffSwitch = (key: string): boolean => key === 'transcription' || key === 'noise_reduction';
  return JSON.parse(
    JSON.stringify(raw, (key, value: unknown) => (isOffSwitch(key) && value === null ? undefined : value)),
  );
}
