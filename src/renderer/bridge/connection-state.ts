/**
 * State of the page's connection to the host, as a pure machine.
 *
 * Path: reconnecting-bridge.ts (driver) -> here. No I/O; effects are returned as data.
 * Always: one socket per generation; what an older generation reports is ignored.
 */

export type ConnectionState =
  | { readonly status: 'connecting'; readonly generation: number; readonly attempt: number }
  | { readonly status: 'open'; readonly generation: number }
  | { readonly status: 'waiting'; readonly generation: number; readonly attempt: number; readonly retryAtMs: number }
  /** Hung up for good. */
  | { readonly status: 'ended'; readonly generation: number };

export type ConnectionEvent =
  | { readonly type: 'opened'; readonly generation: number }
  | { readonly type: 'closed'; readonly generation: number }
  | { readonly type: 'retryDue'; readonly generation: number }
  | { readonly type: 'wokeUp' }
  | { readonly type: 'hungUp' };

export type ConnectionEffect =
  | { readonly type: 'dial'; readonly generation: number }
  | { readonly type: 'scheduleRetry'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'hangUp' };

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/** First wait after a lost connection; doubles up to the longest. */
const firstDelayMs = 250;
const longestDelayMs = 5_000;
/** From this attempt on the page says that the host itself may be gone. */
const goneAfterAttempts = 4;

export const initialConnection: ConnectionState = { status: 'connecting', generation: 1, attempt: 0 };

/** The wait before attempt number `attempt` (from 1). */
export function retryDelayMs(attempt: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
}

/** Whether the host has not answered for so long that a person should look after it. */
export function isLongGone(state: ConnectionState): boolean {
  return 'attempt' in state && state.attempt >= goneAfterAttempts;
}

/** Whether a connection was lost and is being made again. */
export function isReconnecting(state: ConnectionState): boolean {
  return state.status === 'waiting' || (state.status === 'connecting' && state.attempt > 0);
}

export function stepConnection(state: ConnectionState, event: ConnectionEvent, nowMs: number): ConnectionStep {
  const ignored = { state, effects: [] };
  if ('generation' in event && event.generation !== state.generation) return ignored;
  switch (event.type) {
    case 'opened':
      return { state: { status: 'open', generation: state.generation }, effects: [] };
    case 'closed': {
      if (state.status === 'waiting' || state.status === 'ended') return ignored;
      const attempt = (state.status === 'connecting' ? state.attempt : 0) + 1;
      const delayMs = retryDelayMs(attempt);
      const { generation } = state;
      return {
        state: { status: 'waiting', generation, attempt, retryAtMs: nowMs + delayMs },
        effects: [{ type: 'scheduleRetry', generation, delayMs }],
      };
    }
    case 'retryDue':
    case 'wokeUp': {
      if (state.status !== 'waiting') return ignored;
      const generation = state.generation + 1;
      return {
        state: { status: 'connecting', generation, attempt: state.attempt },
        effects: [{ type: 'dial', generation }],
      };
    }
    case 'hungUp':
      if (state.status === 'ended') return ignored;
      return { state: { status: 'ended', generation: state.generation + 1 }, effects: [{ type: 'hangUp' }] };
  }
}
