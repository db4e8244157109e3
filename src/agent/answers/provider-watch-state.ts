/**
 * Whether the provider owes us something and for how long, as a pure machine.
 *
 * Path: what is asked and what comes back -> provider-watch (driver) -> here -> `failed`.
 * Always: every committed turn, and every tool result, gets a response, then output, then an end, each within its deadline;
 * no deadline runs while a tool runs or the assistant is heard. Source: FACTS (the plugin can fall silent without an event), F6, F15, F16.
 */

export interface WatchDeadlines {
  /** From the question to `response.created`. Noticed within 5 s (F6). */
  readonly createdMs: number;
  /** From `response.created` to the first audio, text or tool call. */
  readonly outputMs: number;
  /** Between two pieces of one response. */
  readonly stallMs: number;
}

export const defaultDeadlines: WatchDeadlines = { createdMs: 4000, outputMs: 8000, stallMs: 10_000 };

export type Watch =
  | { readonly status: 'idle' }
  | { readonly status: 'owed'; readonly sinceMs: number }
  | { readonly status: 'created'; readonly sinceMs: number }
  | { readonly status: 'streaming'; readonly sinceMs: number }
  | { readonly status: 'failed' };

export interface WatchState {
  readonly watch: Watch;
  readonly toolsRunning: number;
  readonly speaking: boolean;
}

export type WatchEvent =
  | { readonly type: 'asked' }
  | { readonly type: 'created' }
  | { readonly type: 'output' }
  /** `empty`: complete, but with nothing in it. */
  | { readonly type: 'done'; readonly outcome: 'complete' | 'empty' | 'cancelled' | 'failed' }
  /** The connection was made anew: what was under way is lost. */
  | { readonly type: 'reconnected' }
  | { readonly type: 'toolStarted' }
  | { readonly type: 'toolEnded' }
  | { readonly type: 'speakingChanged'; readonly speaking: boolean }
  /** Nothing is waited for any more: answered, or interrupted. */
  | { readonly type: 'settled' }
  | { readonly type: 'woke' };

export type WatchFailure = 'silent' | 'empty' | 'failed' | 'dropped';

export interface WatchStep {
  readonly state: WatchState;
  readonly failure: WatchFailure | null;
}

export const initialWatch: WatchState = { watch: { status: 'idle' }, toolsRunning: 0, speaking: false };

export function stepWatch(state: WatchState, event: WatchEvent, nowMs: number, deadlines: WatchDeadlines): WatchStep {
  if (state.watch.status === 'failed') return { state, failure: null };
  switch (event.type) {
    case 'asked':
      return on(state, { status: 'owed', sinceMs: nowMs });
    case 'created':
      return on(state, { status: 'created', sinceMs: nowMs });
    case 'output':
      return state.watch.status === 'idle' ? same(state) : on(state, { status: 'streaming', sinceMs: nowMs });
    case 'done':
      return done(state, event.outcome);
    case 'reconnected':
      return isQuiet(state) ? same(state) : fail(state, 'dropped');
    case 'toolStarted':
      return same({ ...state, toolsRunning: state.toolsRunning + 1 });
    case 'toolEnded': {
      const toolsRunning = Math.max(0, state.toolsRunning - 1);
      return same({
        ...state,
        toolsRunning,
        watch: toolsRunning === 0 ? { status: 'owed', sinceMs: nowMs } : state.watch,
      });
    }
    case 'speakingChanged':
      return same({
        ...state,
        speaking: event.speaking,
        watch: event.speaking ? state.watch : restarted(state.watch, nowMs),
      });
    case 'settled':
      return on(state, { status: 'idle' });
    case 'woke': {
      const deadlineMs = deadlineOf(state, deadlines);
      return deadlineMs !== null && nowMs >= deadlineMs ? fail(state, 'silent') : same(state);
    }
  }
}

/** Nothing is owed, nor will be: a tool that runs has an answer coming, whose call a new connection does not know. */
const isQuiet = ({ watch, toolsRunning }: WatchState): boolean => watch.status === 'idle' && toolsRunning === 0;

/** When silence becomes a failure, epoch ms; null while nothing is owed. */
export function deadlineOf(state: WatchState, deadlines: WatchDeadlines): number | null {
  if (state.toolsRunning > 0 || state.speaking) return null;
  switch (state.watch.status) {
    case 'owed':
      return state.watch.sinceMs + deadlines.createdMs;
    case 'created':
      return state.watch.sinceMs + deadlines.outputMs;
    case 'streaming':
      return state.watch.sinceMs + deadlines.stallMs;
    case 'idle':
    case 'failed':
      return null;
  }
}

function done(state: WatchState, outcome: 'complete' | 'empty' | 'cancelled' | 'failed'): WatchStep {
  if (state.watch.status === 'idle' || state.watch.status === 'owed') return same(state);
  if (outcome === 'empty' || outcome === 'failed') return fail(state, outcome);
  return on(state, { status: 'idle' });
}

function restarted(watch: Watch, nowMs: number): Watch {
  return watch.status === 'idle' || watch.status === 'failed' ? watch : { ...watch, sinceMs: nowMs };
}

const on = (state: WatchState, watch: Watch): WatchStep => ({ state: { ...state, watch }, failure: null });
const same = (state: WatchState): WatchStep => ({ state, failure: null });
const fail = (state: WatchState, failure: WatchFailure): WatchStep => ({
  state: { ...state, watch: { status: 'failed' } },
  failure,
});
