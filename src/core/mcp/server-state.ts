/**
 * State of one MCP server connection, as a pure machine.
 *
 * Path: registry.ts -> server.ts (driver) -> here. No I/O; effects are returned as data.
 *
 *     unapproved | stopped --start--> starting --connected--> ready --lost--> failed --retryTimePassed--> starting
 *     starting --connectFailed--> failed;  starting | ready --stop | block | restart--> stopping --ended--> stopped | unapproved | starting
 *
 * Always: at most one connection per generation, and none is begun before the last one's end was awaited; a result of an older
 * generation is ignored; after 5 failures in 2 minutes nothing is tried until `restart`.
 * Source: MCP lifecycle, https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle
 */
import type { ServerState as ServerStatus, WireError } from '../../contract/index.ts';

/** What a connection is doing. `failedAtMs`: the failures that still count for the circuit. */
export type ServerState =
  | { readonly status: 'unapproved'; readonly generation: number }
  | { readonly status: 'stopped'; readonly generation: number }
  | { readonly status: 'starting'; readonly generation: number; readonly failedAtMs: readonly number[] }
  | { readonly status: 'ready'; readonly generation: number; readonly failedAtMs: readonly number[] }
  | {
      readonly status: 'failed';
      readonly generation: number;
      readonly failedAtMs: readonly number[];
      readonly cause: WireError;
      /** Null: nothing is tried until the owner restarts it. */
      readonly retryAtMs: number | null;
    }
  | { readonly status: 'stopping'; readonly generation: number; readonly then: 'stopped' | 'unapproved' | 'starting' };

/** What happened to it: the owner's acts, results of its connection, time. */
export type ServerEvent =
  | { readonly type: 'start' }
  | { readonly type: 'restart' }
  | { readonly type: 'stop' }
  /** The entry is no longer what its owner approved. */
  | { readonly type: 'block' }
  | { readonly type: 'connected'; readonly generation: number }
  /** `jitter` is a random number from 0 to 1. */
  | { readonly type: 'connectFailed'; readonly generation: number; readonly cause: WireError; readonly jitter: number }
  | { readonly type: 'lost'; readonly generation: number; readonly cause: WireError; readonly jitter: number }
  /** The connection that was to be ended is gone, with everything of it. */
  | { readonly type: 'ended'; readonly generation: number }
  | { readonly type: 'retryTimePassed'; readonly generation: number };

/** What the driver is to do. */
export type ServerEffect =
  | { readonly type: 'connect'; readonly generation: number }
  | { readonly type: 'end'; readonly generation: number }
  | { readonly type: 'retryAfter'; readonly generation: number; readonly delayMs: number };

/** The state after an event, and what follows from it. */
export type ServerStep = { readonly state: ServerState; readonly effects: readonly ServerEffect[] };

/** The circuit: this many failures within the window, and nothing is tried any more. */
const circuitFailures = 5;
export const circuitWindowMs = 120_000;

/** First delay after a failure, doubled by each further one in the window; the jitter makes it up to half as long again. */
const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** Causes that trying again cannot mend. */
const lasting: ReadonlySet<string> = new Set([
  'mcp/program-not-found',
  'mcp/bad-entry',
  'mcp/unsupported-transport',
  'mcp/unauthorized',
  'secrets/not-found',
]);

/** The state of a server that was just made. */
export const stoppedServer: ServerState = { status: 'stopped', generation: 0 };

/** The next state. An event that means nothing in a state, or is of an older generation, changes nothing. */
export function stepServer(state: ServerState, event: ServerEvent, nowMs: number): ServerStep {
  switch (event.type) {
    case 'start':
      return start(state);
    case 'restart':
      return isLive(state) || state.status === 'stopping' ? end(state, 'starting') : connect(state.generation + 1, []);
    case 'stop':
      return leave(state, 'stopped');
    case 'block':
      return leave(state, 'unapproved');
    case 'connected':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return stay({ status: 'ready', generation: state.generation, failedAtMs: state.failedAtMs });
    case 'connectFailed':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return fail(state, event, nowMs);
    case 'lost':
      if (state.status !== 'ready' || state.generation !== event.generation) return stay(state);
      return fail(state, event, nowMs);
    case 'ended':
      if (state.status !== 'stopping' || state.generation !== event.generation) return stay(state);
      if (state.then === 'starting') return connect(state.generation + 1, []);
      return stay({ status: state.then, generation: state.generation });
    case 'retryTimePassed':
      if (state.status !== 'failed' || state.generation !== event.generation || state.retryAtMs === null)
        return stay(state);
      return connect(state.generation + 1, state.failedAtMs);
  }
}

/** A connection exists or is being made. */
export const isLive = (state: ServerState): boolean => state.status === 'starting' || state.status === 'ready';

/** It works, or is expected to work again without anybody's help: its last-known tools stay on offer. */
export const isExpected = (state: ServerState): boolean =>
  isLive(state) ||
  (state.status === 'failed' && state.retryAtMs !== null) ||
  (state.status === 'stopping' && state.then === 'starting');

/** The word that windows show. */
export const serverStatus = (state: ServerState): ServerStatus => state.status;

function start(state: ServerState): ServerStep {
  switch (state.status) {
    case 'unapproved':
    case 'stopped':
      return connect(state.generation + 1, []);
    case 'stopping':
      return stay({ ...state, then: 'starting' });
    case 'starting':
    case 'ready':
    case 'failed':
      return stay(state);
  }
}

function leave(state: ServerState, then: 'stopped' | 'unapproved'): ServerStep {
  switch (state.status) {
    case 'starting':
    case 'ready':
    case 'stopping':
      return end(state, then);
    case 'unapproved':
    case 'stopped':
    case 'failed':
      return stay({ status: then, generation: state.generation });
  }
}

function end(state: ServerState, then: 'stopped' | 'unapproved' | 'starting'): ServerStep {
  const effects: ServerEffect[] = state.status === 'stopping' ? [] : [{ type: 'end', generation: state.generation }];
  return { state: { status: 'stopping', generation: state.generation, then }, effects };
}

function fail(
  state: { readonly generation: number; readonly failedAtMs: readonly number[] },
  event: { readonly cause: WireError; readonly jitter: number },
  nowMs: number,
): ServerStep {
  const { generation } = state;
  const { cause } = event;
  // A clock that was set back must not keep failures of the future for ever.
  const recent = state.failedAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < circuitWindowMs);
  const failedAtMs = [...recent, nowMs];
  if (lasting.has(cause.code)) return stay({ status: 'failed', generation, failedAtMs, cause, retryAtMs: null });
  if (failedAtMs.length >= circuitFailures) {
    return stay({
      status: 'failed',
      generation,
      failedAtMs,
      cause: { ...cause, message: `${cause.message} ${gaveUp}` },
      retryAtMs: null,
    });
  }
  const delayMs = retryDelayMs(failedAtMs.length, event.jitter);
  return {
    state: { status: 'failed', generation, failedAtMs, cause, retryAtMs: nowMs + delayMs },
    effects: [{ type: 'retryAfter', generation, delayMs }],
  };
}

/** Delay after failure number `failures` in the window, ms. */
export const retryDelayMs = (failures: number, jitter: number): number =>
  Math.round(Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs) * (1 + jitter / 2));

const gaveUp = 'It failed 5 times in 2 minutes and is not tried again: restart it when the reason is mended.';

const stay = (state: ServerState): ServerStep => ({ state, effects: [] });

const connect = (generation: number, failedAtMs: readonly number[]): ServerStep => ({
  state: { status: 'starting', generation, failedAtMs },
  effects: [{ type: 'connect', generation }],
});
