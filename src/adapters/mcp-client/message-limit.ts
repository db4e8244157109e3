/**
 * How long one message of a server may be, on every transport, and how an answer beyond it, or one that was cut off, is told
 * to the request that waits for it.
 *
 * Always: the marks are known by identity, so no server can forge them.
 */
import type { JSONRPCMessage } from '@modelcontextprotocol/client';

/** 10 MB is also the SDK's limit over stdio, beyond which it would end the connection. */
export const messageLimitBytes = 10 * 1024 * 1024;

/** The answer was too long. */
export const tooLongMark: Readonly<Record<string, unknown>> = Object.freeze({ reason: 'too-long' });

/** The answer's stream ended before the answer; whether the request was carried out is not known. */
export const cutMark: Readonly<Record<string, unknown>> = Object.freeze({ reason: 'cut' });

/** Stands for the answer that does not come. */
export function markedAnswer(id: string | number, mark: Readonly<Record<string, unknown>>): JSONRPCMessage {
  const message = mark === tooLongMark ? 'The answer is too long.' : 'The answer was cut off.';
  return { jsonrpc: '2.0', id, error: { code: -32_000, message, data: mark } };
}

/** The id of a request, null of any other message. */
export const requestId = (message: JSONRPCMessage): string | number | null =>
  'method' in message && 'id' in message ? message.id : null;

/** The id that a message answers, null where it answers none. */
export const answeredId = (message: JSONRPCMessage): string | number | null =>
  'method' in message ? null : (message.id ?? null);
