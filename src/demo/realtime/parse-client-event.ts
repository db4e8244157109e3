/**
 * Reads a client's text frame as a client event, or says what is wrong with it in the service's own terms.
 *
 * Path: connection -> here -> session. Anything that is no client event is answered with an `error` event and changes nothing.
 * One reading beyond the schemas, from the service's documentation: `null` turns transcription and noise reduction off.
 */
import type { z } from 'zod';
import { ClientEvent } from './client-events.ts';

/** What is wrong with a client event, in the service's own terms. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  readonly eventId: string | null;
}

export type ParsedEvent =
  { readonly ok: true; readonly event: ClientEvent } | { readonly ok: false; readonly refusal: Refusal };

/** Reads one text frame of a client. Never throws. */
export function parseClientEvent(text: string): ParsedEvent {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse('invalid_json', 'The message is not valid JSON.', null, null);
  }
  const id = eventIdOf(raw);
  const parsed = ClientEvent.safeParse(withoutOffSwitches(raw));
  if (parsed.success) return { ok: true, event: parsed.data };
  const issue = deepestIssue(parsed.error.issues);
  const param = issue.path.map(String).join('.') || null;
  return refuse(codeOf(issue), `Invalid event: ${param ? `'${param}': ` : ''}${issue.message}`, param, id);
}

function refuse(code: string, message: string, param: string | null, eventId: string | null): ParsedEvent {
  return { ok: false, refusal: { code, message, param, eventId } };
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

type Issue = z.core.$ZodIssue;

/** Of a union's complaints the one that got furthest is the one that helps. */
function deepestIssue(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Issue {
  const first = issues[0];
  if (!first) return { code: 'custom', path: [], message: 'invalid event', input: undefined };
  const path = [...prefix, ...first.path];
  if (first.code === 'invalid_union' && first.errors.length > 0) {
    const inner = first.errors.map((branch) => deepestIssue(branch, path));
    return inner.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best));
  }
  return { ...first, path };
}

function codeOf(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return 'unknown_parameter';
  if (issue.code === 'invalid_type') {
    return issue.message.includes('received undefined') ? 'missing_required_parameter' : 'invalid_type';
  }
  return 'invalid_value';
}
