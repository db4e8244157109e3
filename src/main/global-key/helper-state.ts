/**
 * The life of the key helper, as a pure machine: started, watched, started again more and more rarely.
 *
 * Path: global-key.ts (driver) -> here. Effects are data.
 * Always: at most one process; one that is not ready in time is ended (the keyboard library may block for ever where there
 * is no keyboard); while it is not `up`, the shortcut only toggles.
 */

export type HelperState =
  | { readonly status: 'off' }
  | { readonly status: 'starting'; readonly failures: number; readonly deadlineMs: number }
  | { readonly status: 'up'; readonly sinceMs: number; readonly failures: number }
  | { readonly status: 'waiting'; readonly failures: number; readonly retryAtMs: number };

export type HelperEvent = { readonly type: 'wanted' | 'unwanted' | 'ready' | 'ended' | 'due' };

export type HelperEffect =
  { readonly type: 'start' } | { readonly type: 'kill' } | { readonly type: 'wake'; readonly atMs: number };

export interface HelperStep {
  readonly state: HelperState;
  readonly effects: readonly HelperEffect[];
}

const readyWithinMs = 5_000;
const firstRetryMs = 1_000;
const latestRetryMs = 60_000;
/** A helper that lived so long was healthy: what came before no longer counts. */
const healthyAfterMs = 60_000;

export function stepHelper(state: HelperState, event: HelperEvent, nowMs: number): HelperStep {
  const ignored: HelperStep = { state, effects: [] };
  switch (event.type) {
    case 'wanted':
      return state.status === 'off' ? start(0, nowMs) : ignored;
    case 'unwanted':
      return { state: { status: 'off' }, effects: [{ type: 'kill' }] };
    case 'ready':
      if (state.status !== 'starting') return ignored;
      return { state: { status: 'up', sinceMs: nowMs, failures: state.failures }, effects: [] };
    case 'ended':
      return ended(state, nowMs);
    case 'due':
      if (state.status === 'waiting' && nowMs >= state.retryAtMs) return start(state.failures, nowMs);
      if (state.status === 'starting' && nowMs >= state.deadlineMs) return { state, effects: [{ type: 'kill' }] };
      return ignored;
  }
}

function start(failures: number, nowMs: number): HelperStep {
  const deadlineMs = nowMs + readyWithinMs;
  return {
    state: { status: 'starting', failures, deadlineMs },
    effects: [{ type: 'start' }, { type: 'wake', atMs: deadlineMs }],
  };
}

function ended(state: HelperState, nowMs: number): HelperStep {
  if (state.status !== 'starting' && state.status !== 'up') return { state, effects: [] };
  const before = state.status === 'up' && nowMs - state.sinceMs >= healthyAfterMs ? 0 : state.failures;
  const retryAtMs = nowMs + Math.min(latestRetryMs, firstRetryMs * 2 ** before);
  return {
    state: { status: 'waiting', failures: before + 1, retryAtMs },
    effects: [{ type: 'wake', atMs: retryAtMs }],
  };
}
