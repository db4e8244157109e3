/**
 * State of one MCP server connection, as a pure machine.
 *
 * Path: registry.ts -> server.ts (driver) -> here. No I/O; effects are returned as data.
 *
 *     unapproved | stopped --start--> starting --connected--> ready --lost--> failed --retryTimePassed--> starting
 *     starting --connectFailed--> failed;  starting --startTakesLong--> starting (is slow)
 *     starting | ready --stop | block | restart--> stopping --ended--> stopped | unapproved | starting
 *     ready --checkTimePassed | checkNow--> ready (is asked; no answer is a loss);  failed --checkNow--> starting
 *
 * Always: at most one connection per generation, and none is begun before the last one's end was awaited; a result of an older
 * generation is ignored; after 5 failures in 2 minutes, or 5 starts in a row that took too long, nothing is tried until
 * `restart`, but for a server that is only offline: that is tried at growing delays for ever.
 * Source: MCP lifecycle, https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle
 */
import type { ServerState as ServerStatus, WireError } from '../../contract/index.ts';

/** What a connection is doing. `failedAtMs`: the failures that still count for the circuit. */
export type ServerState =
  | { readonly status: 'unapproved'; readonly generation: number }
  | { readonly status: 'stopped'; readonly generation: number }
  | {
      readonly status: 'starting';
      readonly generation: number;
      readonly failedAtMs: readonly number[];
      /** It takes longer than a server that is on this computer. */
      readonly isSlow: boolean;
    }
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
  | { readonly type: 'startTakesLong'; readonly generation: number }
  | { readonly type: 'connected'; readonly generation: number }
  /** `jitter` is a random number from 0 to 1. */
  | { readonly type: 'connectFailed'; readonly generation: number; readonly cause: WireError; readonly jitter: number }
  | { readonly type: 'lost'; readonly generation: number; readonly cause: WireError; readonly jitter: number }
  /** The connection that was to be ended is gone, with everything of it. */
  | { readonly type: 'ended'; readonly generation: number }
  | { readonly type: 'retryTimePassed'; readonly generation: number }
  | { readonly type: 'checkTimePassed'; readonly generation: number }
  /** It answered a health check. */
  | { readonly type: 'checked'; readonly generation: number }
  /** The computer woke, or its network changed: what is shown may be true no more. */
  | { readonly type: 'checkNow' };

/** What the driver is to do. */
export type ServerEffect =
  | { readonly type: 'connect'; readonly generation: number }
  | { readonly type: 'end'; readonly generation: number }
  | { readonly type: 'retryAfter'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'check'; readonly generation: number }
  | { readonly type: 'checkAfter'; readonly generation: number; readonly delayMs: number };

/** The state after an event, and what follows from it. */
export type ServerStep = { readonly state: ServerState; readonly effects: readonly ServerEffect[] };

/** The circuit: this many failures within the window, and nothing is tried any more. */
const circuitFailures = 5;
export const circuitWindowMs = 120_000;

/** First delay after a failure, doubled by each further one in the window; the jitter makes it up to half as long again. */
const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** The longest for a server that is only offline. */
const longestOfflineDelayMs = 300_000;

/** Failures of an offline server that its delay grows by. */
const rememberedFailures = 12;

/** Between two looks at whether it still answers. */
export const checkEveryMs = 30_000;

/** Nothing is wrong with the entry: the server or the network is away and comes back by itself. */
const offline: ReadonlySet<string> = new Set(['mcp/unreachable', 'mcp/connection-lost', 'mcp/session-ended']);

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
    case 'startTakesLong':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return stay({ ...state, isSlow: true });
    case 'connected':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return {
        state: { status: 'ready', generation: state.generation, failedAtMs: state.failedAtMs },
        effects: [checkLater(state.generation)],
      };
    case 'connectFailed':
      if (state.status !== 'starting' || state.generation !== event.generation) return stay(state);
      return fail(state, event, nowMs);
    case 'lost':
      if (state.status !== 'ready' || state.generation !== event.generation) return stay(state);
      if (event.cause.code === 'mcp/session-ended' && recentFailures(state, nowMs).length === 0)
        return connect(state.generation + 1, [nowMs]);
      return fail(state, event, nowMs);
    case 'ended':
      if (state.status !== 'stopping' || state.generation !== event.generation) return stay(state);
      if (state.then === 'starting') return connect(state.generation + 1, []);
      return stay({ status: state.then, generation: state.generation });
    case 'retryTimePassed':
      if (state.status !== 'failed' || state.generation !== event.generation || state.retryAtMs === null)
        return stay(state);
      return connect(state.generation + 1, state.failedAtMs);
    case 'checkTimePassed':
      if (state.status !== 'ready' || state.generation !== event.generation) return stay(state);
      return { state, effects: [{ type: 'check', generation: state.generation }] };
    case 'checked':
      if (state.status !== 'ready' || state.generation !== event.generation) return stay(state);
      return { state, effects: [checkLater(state.generation)] };
    case 'checkNow':
      return checkNow(state);
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

function checkNow(state: ServerState): ServerStep {
  if (state.status === 'ready') return { state, effects: [{ type: 'check', generation: state.generation }] };
  if (state.status === 'failed' && state.retryAtMs !== null) return connect(state.generation + 1, state.failedAtMs);
  return stay(state);
}

const checkLater = (generation: number): ServerEffect => ({ type: 'checkAfter', generation, delayMs: checkEveryMs });

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

interface Failing {
  readonly status: 'starting' | 'ready';
  readonly generation: number;
  readonly failedAtMs: readonly number[];
}

/** Those within the window. A clock that was set back must not keep failures of the future for ever. */
const recentFailures = ({ failedAtMs }: Failing, nowMs: number): number[] =>
  failedAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < circuitWindowMs);

function fail(
  state: Failing,
  event: { readonly cause: WireError; readonly jitter: number },
  nowMs: number,
): ServerStep {
  const { generation } = state;
  const { cause } = event;
  const isOffline = offline.has(cause.code);
  // The delays of an offline server, and the wait for a download, go beyond the window, which would make it forget them.
  const earlier =
    (isOffline || cause.code === 'mcp/start-timeout') && state.status === 'starting'
      ? state.failedAtMs.filter((atMs) => atMs <= nowMs)
      : recentFailures(state, nowMs);
  const failedAtMs = [...earlier, nowMs].slice(-rememberedFailures);
  if (lasting.has(cause.code)) return stay({ status: 'failed', generation, failedAtMs, cause, retryAtMs: null });
  const isOpen = failedAtMs.length >= circuitFailures;
  if (isOpen && !isOffline) {
    const shown = withMore(cause, gaveUp(nowMs - (failedAtMs[0] ?? nowMs)));
    return stay({ status: 'failed', generation, failedAtMs, cause: shown, retryAtMs: null });
  }
  const longestMs = isOffline ? longestOfflineDelayMs : longestDelayMs;
  const delayMs = retryDelayMs(failedAtMs.length, event.jitter, longestMs);
  const shown = isOpen ? withMore(cause, keepsTrying) : cause;
  return {
    state: { status: 'failed', generation, failedAtMs, cause: shown, retryAtMs: nowMs + delayMs },
    effects: [{ type: 'retryAfter', generation, delayMs }],
  };
}

/** Delay after failure number `failures` in the window, ms. */
export const retryDelayMs = (failures: number, jitter: number, longestMs = longestDelayMs): number =>
  Math.round(Math.min(firstDelayMs * 2 ** (failures - 1), longestMs) * (1 + jitter / 2));

const withMore = (cause: WireError, more: string): WireError => ({ ...cause, message: `${cause.message} ${more}` });

const keepsTrying = 'It is tried again now and then, at growing intervals; restart it to try now.';

const gaveUp = (durationMs: number): string =>
  `It failed 5 times ${durationMs < circuitWindowMs ? 'in 2 minutes' : 'in a row'} and is not tried again: restart it when the reason is mended.`;

const stay = (state: ServerState): ServerStep => ({ state, effects: [] });

const connect = (generation: number, failedAtMs: readonly number[]): ServerStep => ({
  state: { status: 'starting', generation, failedAtMs, isSlow: false },
  effects: [{ type: 'connect', generation }],
});
