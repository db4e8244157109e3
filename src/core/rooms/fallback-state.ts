/**
 * Looking after the LiveKit that its owner chose, as a pure machine: whether it is well while it is used, and whether talks can
 * move back to it while the local server stands in.
 *
 * Path: chosen-livekit.ts (driver) -> here.
 * Always: two checks in a row must fail, or one be met with silence, before it counts as gone (5 s at most), and two must succeed
 * before talks move back; nobody who speaks is moved back; one that keeps going away is asked ever more rarely; a check of an
 * older generation is ignored.
 */
import type { WireError } from '../../contract/index.ts';

/**
 * `inUse`: talks run in the chosen one. `standingIn`: in the local server. `failures`: how often in a row it was found away
 * without having been well for a minute. `leftFor`: why it was just left, for the start that follows.
 */
export type FallbackState =
  | {
      readonly status: 'idle';
      readonly generation: number;
      readonly failures: number;
      readonly leftFor: WireError | null;
    }
  | {
      readonly status: 'inUse';
      readonly generation: number;
      readonly failures: number;
      readonly missedChecks: number;
      readonly sinceMs: number;
    }
  | {
      readonly status: 'standingIn';
      readonly generation: number;
      readonly failures: number;
      readonly answered: boolean;
    };

/** What happened. `cause` null: it answers and takes the key. `isSilent`: asked twice, it answered nothing at all. */
export type FallbackEvent =
  | { readonly type: 'starting' }
  | { readonly type: 'started'; readonly where: 'chosen' | 'local' }
  | {
      readonly type: 'checked';
      readonly generation: number;
      readonly cause: WireError | null;
      readonly isSilent: boolean;
      readonly somebodySpeaks: boolean;
    }
  | { readonly type: 'stopped' };

/** What the driver is to do. After `tellGone` and `tellWell` what is used is left; the next start chooses anew. */
export type FallbackEffect =
  | { readonly type: 'checkAfter'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'tellGone'; readonly cause: WireError }
  | { readonly type: 'tellWell' };

type Step = { readonly state: FallbackState; readonly effects: readonly FallbackEffect[] };
type InUse = Extract<FallbackState, { status: 'inUse' }>;
type StandingIn = Extract<FallbackState, { status: 'standingIn' }>;

/** How often a LiveKit in use is asked whether it is well, ms. */
const checkEveryMs = 2_000;
/** So many checks in a row must fail before it counts as gone: a hiccup of the network is none. */
const missedChecksToLeave = 2;
/** How soon it is asked again after a first missed check, and after a first good one, ms. */
const askAgainMs = 1_000;
/** One that was well for so long has its earlier failures forgiven, ms. */
const steadyAfterMs = 60_000;

/** Delay before one that is away is asked again, after `failures` in a row, ms: 5 s doubling to a minute. */
export const returnDelayMs = (failures: number): number => Math.min(5_000 * 2 ** (failures - 1), 60_000);

/** The next state. What belongs to an older generation changes nothing. */
export function stepFallback(state: FallbackState, event: FallbackEvent, nowMs: number): Step {
  const generation = state.generation + 1;
  switch (event.type) {
    case 'starting':
      return idle(generation, state.failures, null);
    case 'started': {
      if (event.where === 'chosen') {
        const { failures } = state;
        return checkAfter({ status: 'inUse', generation, failures, missedChecks: 0, sinceMs: nowMs }, checkEveryMs);
      }
      const failures = Math.max(1, state.failures);
      return checkAfter({ status: 'standingIn', generation, failures, answered: false }, returnDelayMs(failures));
    }
    case 'checked':
      if (event.generation !== state.generation) return { state, effects: [] };
      if (state.status === 'inUse') return checkedInUse(state, event, nowMs);
      if (state.status === 'standingIn') return checkedAway(state, event.cause, event.somebodySpeaks);
      return { state, effects: [] };
    case 'stopped':
      return idle(generation, 0, null);
  }
}

function checkedInUse(
  state: InUse,
  { cause, isSilent }: Extract<FallbackEvent, { type: 'checked' }>,
  nowMs: number,
): Step {
  if (cause === null) {
    const failures = nowMs - state.sinceMs >= steadyAfterMs ? 0 : state.failures;
    return checkAfter({ ...state, failures, missedChecks: 0 }, checkEveryMs);
  }
  const missedChecks = isSilent ? missedChecksToLeave : state.missedChecks + 1;
  if (missedChecks < missedChecksToLeave) return checkAfter({ ...state, missedChecks }, askAgainMs);
  return idle(state.generation + 1, state.failures + 1, cause, { type: 'tellGone', cause });
}

function checkedAway(state: StandingIn, cause: WireError | null, somebodySpeaks: boolean): Step {
  if (cause !== null) {
    const failures = state.failures + 1;
    return checkAfter({ ...state, failures, answered: false }, returnDelayMs(failures));
  }
  if (!state.answered || somebodySpeaks) return checkAfter({ ...state, answered: true }, askAgainMs);
  return idle(state.generation + 1, state.failures, null, { type: 'tellWell' });
}

const idle = (generation: number, failures: number, leftFor: WireError | null, ...effects: FallbackEffect[]): Step => ({
  state: { status: 'idle', generation, failures, leftFor },
  effects,
});

const checkAfter = (state: InUse | StandingIn, delayMs: number): Step => ({
  state,
  effects: [{ type: 'checkAfter', generation: state.generation, delayMs }],
});
