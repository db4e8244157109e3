/**
 * The errors that cross a process: a code and a sentence a person can act on.
 *
 * Every layer throws AppError for expected failures; the wire carries `toWireError` and rebuilds it on the other side.
 * Always: the message never holds a secret; a cause stays in the process that threw.
 */
import { z } from 'zod';

/** Every code an AppError may carry, as `area/reason`. Adding one is fine; renaming is a breaking change. */
export const errorCodes = [
  'bridge/unknown-method',
  'bridge/not-allowed',
  'bridge/bad-input',
  'bridge/cancelled',
  'bridge/closed',
  'bridge/internal',
  'settings/unreadable',
  'settings/unknown-key',
  'settings/bad-value',
  'settings/write-failed',
  'secrets/keychain-unavailable',
  'secrets/not-found',
  'secrets/too-large',
  'mcp/unknown-server',
  'mcp/name-taken',
  'mcp/bad-entry',
  'mcp/entry-changed',
  'mcp/unapproved',
  'mcp/not-running',
  'mcp/program-not-found',
  'mcp/start-failed',
  'mcp/start-timeout',
  'mcp/still-starting',
  'mcp/exited',
  'mcp/protocol',
  'mcp/unreachable',
  'mcp/unauthorized',
  'mcp/connection-lost',
  'mcp/session-ended',
  'mcp/unsupported-transport',
  'mcp/unknown-tool',
  'mcp/bad-arguments',
  'mcp/schema-too-slow',
  'mcp/call-timeout',
  'mcp/call-failed',
  'mcp/result-too-large',
  'mcp/busy',
  'mcp/cancelled',
  'mcp/tool-changed',
  'approvals/denied',
  'approvals/expired',
  'approvals/needs-look',
  'approvals/unknown',
  'rooms/unknown-room',
  'rooms/unknown-participant',
  'rooms/identity-refused',
  'share/unknown-invite',
  'share/expired',
  'share/used-up',
  'share/full',
  'share/withdrawn',
  'share/session-ended',
  'share/too-many-attempts',
  'share/access-code',
  'share/locked',
  'share/no-network',
  'share/certificate',
  'share/port-taken',
  'livekit/not-found',
  'livekit/start-failed',
  'livekit/port-taken',
  'livekit/unreachable',
  'livekit/refused',
  'livekit/unapproved',
  'livekit/bad-address',
  'agent/not-ready',
  'agent/crashed',
  'agent/stuck',
  'provider/no-key',
  'provider/unapproved',
  'provider/wrong-key',
  'provider/unreachable',
  'provider/failed',
  'provider/silent',
  'provider/bad-address',
  'provider/unknown-model',
  'provider/no-realtime',
  'talk/no-answer',
  'talk/voice-gone',
  'talk/nobody-joined',
  'talk/too-often',
  'host/already-running',
  'host/not-running',
  'host/port-taken',
  'history/unavailable',
  'history/unknown-conversation',
  'import/bad-json',
  'import/nothing-found',
  'import/changed',
] as const;

/** One of `errorCodes`. */
export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What a failure looks like on the wire and in states (`cause` of a server). */
export const WireError = z.object({
  code: ErrorCode,
  message: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type WireError = z.infer<typeof WireError>;

/** An expected failure. `message` is one plain sentence that says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; data?: Record<string, unknown> } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'AppError';
    this.code = code;
    this.data = options.data;
  }
}

/** The wire form of any thrown value; an unexpected one becomes `bridge/internal` without its text. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof AppError) {
    return { code: thrown.code, message: thrown.message, ...(thrown.data ? { data: thrown.data } : {}) };
  }
  return { code: 'bridge/internal', message: 'Something went wrong inside Parley. The log has the details.' };
}

/** Rebuilds the AppError that `toWireError` described. */
export function fromWireError(error: WireError): AppError {
  return new AppError(error.code, error.message, error.data ? { data: error.data } : {});
}
