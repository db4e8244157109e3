/**
 * The agent's seat in a talk, as a pure machine: who sits there, and what happens when it is lost.
 *
 * Path: seat.ts (driver) -> here.
 * Always: at most one process per generation; what an older process says is ignored. A lost agent is replaced at once
 * twice and with growing delay after that; a talk that held for a minute starts counting anew.
 */
import type { WireError } from '../../contract/index.ts';

/** Who sits there. `failures`: agents lost in a row. */
export type SeatState =
  | { readonly status: 'empty' }
  | { readonly status: 'opening'; readonly generation: number; readonly failures: number }
  | { readonly status: 'joining'; readonly generation: number; readonly failures: number; readonly processId: string }
  | {
      readonly status: 'joined';
      readonly generation: number;
      readonly failures: number;
      readonly processId: string;
      readonly sinceMs: number;
    }
  | { readonly status: 'waiting'; readonly generation: number; readonly failures: number; readonly cause: WireError };

/** What happened to the seat or to who sits there. */
export type SeatEvent =
  | { readonly type: 'wanted' }
  | { readonly type: 'processReady'; readonly generation: number; readonly processId: string }
  | { readonly type: 'unavailable'; readonly generation: number; readonly cause: WireError }
  | { readonly type: 'joined'; readonly processId: string }
  | { readonly type: 'lost'; readonly processId: string; readonly cause: WireError }
  | { readonly type: 'joinDeadlinePassed'; readonly generation: number }
  | { readonly type: 'retryTimePassed'; readonly generation: number }
  /** The talk goes on in another LiveKit. */
  | { readonly type: 'moved' }
  /** Who sits knows what is to be forgotten. */
  | { readonly type: 'startedOver' }
  | { readonly type: 'idle' };

/** What the driver is to do. `discard` ends a process at once, `dismiss` lets it leave the room. */
export type SeatEffect =
  | { readonly type: 'takeProcess'; readonly generation: number }
  | { readonly type: 'sendJoin'; readonly generation: number; readonly processId: string }
  | { readonly type: 'discard'; readonly processId: string }
  | { readonly type: 'dismiss'; readonly processId: string }
  | { readonly type: 'retryAfter'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'showProblem'; readonly cause: WireError }
  | { readonly type: 'clearProblem' };

type Step = { readonly state: SeatState; readonly effects: readonly SeatEffect[] };

/** A joined agent that held this long forgives earlier failures. */
const steadyAfterMs = 60_000;

/** So many agents lost in a row, and there is no hope for the next one. */
const hopelessFailures = 4;

/** How long a process may take from `join` to `agent.joined`. Two seconds of LiveKit, the rest the provider's handshake. */
export const joinDeadlineMs = 12_000;

/** Delay before the next try after `failures` failures in a row, ms: twice none, then 0.5 s doubling to 30 s. */
export const retryDelayMs = (failures: number): number =>
  failures <= 2 ? 0 : Math.min(125 * 2 ** (failures - 1), 30_000);

/** The next state. What an older process or generation says changes nothing. */
export function stepSeat(state: SeatState, event: SeatEvent, nowMs: number): Step {
  switch (event.type) {
    case 'wanted':
      if (state.status === 'empty') return open(1, 0);
      return state.status === 'waiting' ? open(state.generation + 1, state.failures) : stay(state);
    case 'processReady':
      if (state.status !== 'opening' || state.generation !== event.generation) {
        return { state, effects: [{ type: 'discard', processId: event.processId }] };
      }
      return {
        state: { ...state, status: 'joining', processId: event.processId },
        effects: [{ type: 'sendJoin', generation: state.generation, processId: event.processId }],
      };
    case 'unavailable':
      if (state.status !== 'opening' || state.generation !== event.generation) return stay(state);
      return fail(state.generation, state.failures + 1, event.cause, []);
    case 'joined':
      if (state.status !== 'joining' || state.processId !== event.processId) return stay(state);
      return { state: { ...state, status: 'joined', sinceMs: nowMs }, effects: [{ type: 'clearProblem' }] };
    case 'lost': {
      if ((state.status !== 'joining' && state.status !== 'joined') || state.processId !== event.processId)
        return stay(state);
      const steady = state.status === 'joined' && nowMs - state.sinceMs >= steadyAfterMs;
      return fail(state.generation, steady ? 1 : state.failures + 1, event.cause, []);
    }
    case 'joinDeadlinePassed':
      if (state.status !== 'joining' || state.generation !== event.generation) return stay(state);
      return fail(state.generation, state.failures + 1, stuck, [{ type: 'discard', processId: state.processId }]);
    case 'retryTimePassed':
      if (state.status !== 'waiting' || state.generation !== event.generation) return stay(state);
      return open(state.generation + 1, state.failures);
    case 'moved':
    case 'startedOver':
      if (state.status === 'waiting') return open(state.generation + 1, state.failures);
      if (state.status !== 'joining' && state.status !== 'joined') return stay(state);
      return open(state.generation + 1, 0, [{ type: 'discard', processId: state.processId }]);
    case 'idle':
      if (state.status === 'joining' || state.status === 'joined') {
        return { state: { status: 'empty' }, effects: [{ type: 'dismiss', processId: state.processId }] };
      }
      return { state: { status: 'empty' }, effects: [] };
  }
}

/** Whether so many agents were lost in a row that waiting for an answer is no use. */
export const isHopeless = (state: SeatState): boolean =>
  state.status === 'waiting' && state.failures >= hopelessFailures;

/** The process that sits or is sitting down, or null. */
export const seatedProcess = (state: SeatState): string | null =>
  state.status === 'joining' || state.status === 'joined' ? state.processId : null;

const stuck: WireError = {
  code: 'agent/stuck',
  message: 'The assistant took too long to join the room and is being replaced.',
};

const stay = (state: SeatState): Step => ({ state, effects: [] });

const open = (generation: number, failures: number, before: readonly SeatEffect[] = []): Step => ({
  state: { status: 'opening', generation, failures },
  effects: [...before, { type: 'takeProcess', generation }],
});

const fail = (generation: number, failures: number, cause: WireError, before: readonly SeatEffect[]): Step => ({
  state: { status: 'waiting', generation, failures, cause },
  effects: [
    ...before,
    { type: 'showProblem', cause },
    { type: 'retryAfter', generation, delayMs: retryDelayMs(failures) },
  ],
});
