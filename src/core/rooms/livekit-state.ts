/**
 * State of the LiveKit that talks run in, as a pure machine.
 *
 * Path: rooms, talks -> livekit.ts (driver) -> here.
 * Always: a result of an older generation is ignored; a failed server is tried again with growing delay, at most 30 s.
 */
import type { LiveKitState as LiveKitStatus, WireError } from '../../contract/index.ts';
import type { LiveKitAccess } from '../ports.ts';

/** What the local server is doing. `failures`, `quickExits`: in a row, for the next delay. */
export type LiveKitState =
  | { readonly status: 'stopped' }
  | { readonly status: 'starting'; readonly generation: number; readonly failures: number }
  | {
      readonly status: 'ready';
      readonly generation: number;
      readonly access: LiveKitAccess;
      readonly sinceMs: number;
      readonly quickExits: number;
    }
  | { readonly status: 'failed'; readonly generation: number; readonly failures: number; readonly cause: WireError };

/** What happened to it. */
export type LiveKitEvent =
  | { readonly type: 'wanted' }
  | { readonly type: 'started'; readonly generation: number; readonly access: LiveKitAccess }
  | { readonly type: 'startFailed'; readonly generation: number; readonly cause: WireError }
  | { readonly type: 'exited'; readonly cause: WireError }
  | { readonly type: 'retryTimePassed'; readonly generation: number }
  | { readonly type: 'restartWanted' }
  /** Something else is to be started than before. */
  | { readonly type: 'chosenAnew' }
  | { readonly type: 'stopped' };

/** What the driver is to do. */
export type LiveKitEffect =
  | { readonly type: 'start'; readonly generation: number }
  | { readonly type: 'retryAfter'; readonly generation: number; readonly delayMs: number };

type Step = { readonly state: LiveKitState; readonly effects: readonly LiveKitEffect[] };

/** A server that lived this long starts its next delay from nothing. */
const steadyAfterMs = 60_000;

/** Delay before start number `failures` after a failure, ms: at once, then 0.5 s doubling to 30 s. */
export const retryDelayMs = (failures: number): number =>
  failures <= 1 ? 0 : Math.min(250 * 2 ** (failures - 1), 30_000);

/** The next state. A result of an older generation changes nothing. */
export function stepLiveKit(state: LiveKitState, event: LiveKitEvent, nowMs: number): Step {
  switch (event.type) {
    case 'wanted':
      return state.status === 'stopped' ? begin(1, 0) : stay(state);
    case 'started':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return stay({
        status: 'ready',
        generation: state.generation,
        access: event.access,
        sinceMs: nowMs,
        quickExits: state.failures,
      });
    case 'startFailed':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return fail(state.generation, state.failures + 1, event.cause);
    case 'exited': {
      if (state.status !== 'ready') return stay(state);
      const quick = nowMs - state.sinceMs < steadyAfterMs;
      return fail(state.generation, quick ? state.quickExits + 1 : 1, event.cause);
    }
    case 'retryTimePassed':
      if (state.status !== 'failed' || state.generation !== event.generation) return stay(state);
      return begin(state.generation + 1, state.failures);
    case 'restartWanted':
      return state.status === 'ready' || state.status === 'starting' ? begin(state.generation + 1, 0) : stay(state);
    case 'chosenAnew':
      return state.status === 'stopped' ? stay(state) : begin(state.generation + 1, 0);
    case 'stopped':
      return stay({ status: 'stopped' });
  }
}

/** Whether the local server stands in for another LiveKit. */
export const isStandingIn = (state: LiveKitState): boolean =>
  state.status === 'ready' && state.access.standsInFor !== undefined;

/** What is told while the local server stands in for another LiveKit, or null. */
export function standInProblem(state: LiveKitState): WireError | null {
  const away = state.status === 'ready' ? state.access.standsInFor : undefined;
  if (!away) return null;
  return {
    code: away.cause.code,
    message: `${away.cause.message} Until it is well, talks run on this computer, where only devices in the same network can take part.`,
  };
}

/** The word that windows show. */
export const liveKitStatus = (state: LiveKitState): LiveKitStatus => state.status;

const stay = (state: LiveKitState): Step => ({ state, effects: [] });

const begin = (generation: number, failures: number): Step => ({
  state: { status: 'starting', generation, failures },
  effects: [{ type: 'start', generation }],
});

const fail = (generation: number, failures: number, cause: WireError): Step => ({
  state: { status: 'failed', generation, failures, cause },
  effects: [{ type: 'retryAfter', generation, delayMs: retryDelayMs(failures) }],
});
