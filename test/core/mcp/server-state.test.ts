import { expect, test } from 'vitest';
import {
  circuitWindowMs,
  isExpected,
  retryDelayMs,
  stepServer,
  stoppedServer,
} from '../../../src/core/mcp/server-state.ts';
import type { ServerEvent, ServerState } from '../../../src/core/mcp/server-state.ts';

const cause = { code: 'mcp/exited', message: 'It ended.' } as const;
const generation = 3;
const states = {
  unapproved: { status: 'unapproved', generation },
  stopped: { status: 'stopped', generation },
  starting: { status: 'starting', generation, failedAtMs: [], isSlow: false },
  ready: { status: 'ready', generation, failedAtMs: [] },
  failed: { status: 'failed', generation, failedAtMs: [900], cause, retryAtMs: 1_400 },
  'given up': { status: 'failed', generation, failedAtMs: [900], cause, retryAtMs: null },
  stopping: { status: 'stopping', generation, then: 'stopped' },
} as const satisfies Record<string, ServerState>;
const events = {
  start: { type: 'start' },
  startTakesLong: { type: 'startTakesLong', generation },
  restart: { type: 'restart' },
  stop: { type: 'stop' },
  block: { type: 'block' },
  connected: { type: 'connected', generation },
  connectFailed: { type: 'connectFailed', generation, cause, jitter: 0 },
  lost: { type: 'lost', generation, cause, jitter: 0 },
  ended: { type: 'ended', generation },
  retryTimePassed: { type: 'retryTimePassed', generation },
  checkTimePassed: { type: 'checkTimePassed', generation },
  checked: { type: 'checked', generation },
  checkNow: { type: 'checkNow' },
} as const satisfies Record<string, ServerEvent>;

/** Every (state, event): the state's word after it and the effects; `=` where nothing happens. */
const table: Record<keyof typeof states, Record<keyof typeof events, string>> = {
  unapproved: {
    start: 'starting connect',
    startTakesLong: '=',
    restart: 'starting connect',
    stop: 'stopped',
    block: '=',
    connected: '=',
    connectFailed: '=',
    lost: '=',
    ended: '=',
    retryTimePassed: '=',
    checkTimePassed: '=',
    checked: '=',
    checkNow: '=',
  },
  stopped: {
    start: 'starting connect',
    startTakesLong: '=',
    restart: 'starting connect',
    stop: '=',
    block: 'unapproved',
    connected: '=',
    connectFailed: '=',
    lost: '=',
    ended: '=',
    retryTimePassed: '=',
    checkTimePassed: '=',
    checked: '=',
    checkNow: '=',
  },
  starting: {
    start: '=',
    startTakesLong: '=',
    restart: 'stopping end',
    stop: 'stopping end',
    block: 'stopping end',
    connected: 'ready checkAfter',
    connectFailed: 'failed retryAfter',
    lost: '=',
    ended: '=',
    retryTimePassed: '=',
    checkTimePassed: '=',
    checked: '=',
    checkNow: '=',
  },
  ready: {
    start: '=',
    startTakesLong: '=',
    restart: 'stopping end',
    stop: 'stopping end',
    block: 'stopping end',
    connected: '=',
    connectFailed: '=',
    lost: 'failed retryAfter',
    ended: '=',
    retryTimePassed: '=',
    checkTimePassed: 'ready check',
    checked: 'ready checkAfter',
    checkNow: 'ready check',
  },
  failed: {
    start: '=',
    startTakesLong: '=',
    restart: 'starting connect',
    stop: 'stopped',
    block: 'unapproved',
    connected: '=',
    connectFailed: '=',
    lost: '=',
    ended: '=',
    retryTimePassed: 'starting connect',
    checkTimePassed: '=',
    checked: '=',
    checkNow: 'starting connect',
  },
  'given up': {
    start: '=',
    startTakesLong: '=',
    restart: 'starting connect',
    stop: 'stopped',
    block: 'unapproved',
    connected: '=',
    connectFailed: '=',
    lost: '=',
    ended: '=',
    retryTimePassed: '=',
    checkTimePassed: '=',
    checked: '=',
    checkNow: '=',
  },
  stopping: {
    start: '=',
    startTakesLong: '=',
    restart: '=',
    stop: '=',
    block: '=',
    connected: '=',
    connectFailed: '=',
    lost: '=',
    ended: 'stopped',
    retryTimePassed: '=',
    checkTimePassed: '=',
    checked: '=',
    checkNow: '=',
  },
};

const rows = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([event, expected]) => [state, event, expected] as const),
);

test.each(rows)('[M4] %s, then %s: %s', (stateName, eventName, expected) => {
  const state = states[stateName as keyof typeof states];
  const step = stepServer(state, events[eventName as keyof typeof events], 1_000);
  const told = [step.state.status, ...step.effects.map((effect) => effect.type)].join(' ');
  expect(step.state.status === state.status && step.effects.length === 0 ? '=' : told).toBe(expected);
});

test.each([
  'startTakesLong',
  'connected',
  'connectFailed',
  'lost',
  'ended',
  'retryTimePassed',
  'checkTimePassed',
  'checked',
] as const)('[M4] %s of an older generation is ignored in every state', (name) => {
  for (const state of Object.values(states)) {
    const event = { ...events[name], generation: generation - 1 } as ServerEvent;
    expect(stepServer(state, event, 1_000)).toEqual({ state, effects: [] });
  }
});

test('[M4] what is wanted while it stops decides what comes after', () => {
  const after = (event: ServerEvent) => stepServer(stepServer(states.stopping, event, 0).state, events.ended, 0);
  expect(after(events.start)).toMatchObject({
    state: { status: 'starting', generation: 4 },
    effects: [{ type: 'connect', generation: 4 }],
  });
  expect(after(events.block).state.status).toBe('unapproved');
  expect(after(events.stop).state.status).toBe('stopped');
});

test('[M5] F21 the delay doubles, the fifth failure in 2 minutes opens the circuit and says how to close it, restart closes it', () => {
  let state: ServerState = stoppedServer;
  const delays: number[] = [];
  let nowMs = 1_000;
  state = stepServer(state, events.start, nowMs).state;
  for (let failure = 1; failure <= 5; failure++) {
    const step = stepServer(state, { ...events.connectFailed, generation: state.generation }, nowMs);
    for (const effect of step.effects) if (effect.type === 'retryAfter') delays.push(effect.delayMs);
    state = stepServer(step.state, { type: 'retryTimePassed', generation: state.generation }, (nowMs += 5_000)).state;
  }
  expect(delays).toEqual([500, 1_000, 2_000, 4_000]);
  expect(state).toMatchObject({
    status: 'failed',
    retryAtMs: null,
    cause: { message: expect.stringContaining('restart it') as string },
  });
  expect(isExpected(state)).toBe(false);
  expect(stepServer(state, events.restart, nowMs).state).toMatchObject({ status: 'starting', failedAtMs: [] });
});

test('[M5] failures older than 2 minutes are forgotten; the jitter makes a delay up to half as long again', () => {
  const old = { ...states.starting, failedAtMs: [1, 2, 3, 4] };
  const step = stepServer(old, events.connectFailed, circuitWindowMs + 10);
  expect(step.effects).toEqual([{ type: 'retryAfter', generation, delayMs: 500 }]);
  expect([retryDelayMs(1, 1), retryDelayMs(20, 0)]).toEqual([750, 30_000]);
});

test('[M4] a start that takes long is still one, until it ends', () => {
  const slow = stepServer(states.starting, events.startTakesLong, 1_000);
  expect(slow).toEqual({ state: { ...states.starting, isSlow: true }, effects: [] });
  const failed = stepServer(slow.state, events.connectFailed, 1_000).state;
  expect(stepServer(failed, events.retryTimePassed, 2_000).state).toMatchObject({ status: 'starting', isSlow: false });
});

test('[M5] five starts in a row that took too long open the circuit, however long each was waited for', () => {
  const tooLong = { code: 'mcp/start-timeout', message: 'No answer.' } as const;
  let state: ServerState = stepServer(stoppedServer, events.start, 0).state;
  const messages: string[] = [];
  for (let failure = 1; failure <= 5; failure++) {
    const nowMs = failure * circuitWindowMs * 2;
    const failed: ServerEvent = { type: 'connectFailed', generation: state.generation, cause: tooLong, jitter: 0 };
    state = stepServer(state, failed, nowMs).state;
    if (state.status === 'failed') messages.push(state.cause.message);
    state = stepServer(state, { type: 'retryTimePassed', generation: state.generation }, nowMs + 8_000).state;
  }
  expect(messages.slice(0, 4)).toEqual(Array(4).fill('No answer.'));
  expect(messages[4]).toBe(
    'No answer. It failed 5 times in a row and is not tried again: restart it when the reason is mended.',
  );
  expect(isExpected(state)).toBe(false);
});

test('[M4] what trying again cannot mend is not tried again', () => {
  const missing = { code: 'mcp/program-not-found', message: 'Not there.' } as const;
  expect(stepServer(states.starting, { ...events.connectFailed, cause: missing }, 0)).toMatchObject({
    state: { status: 'failed', retryAtMs: null, cause: missing },
    effects: [],
  });
});

test('[M5] a server that is only offline is tried for ever at growing delays, and its cause says how to try now', () => {
  const away = { code: 'mcp/unreachable', message: 'Nobody answers.' } as const;
  let state: ServerState = stepServer(stoppedServer, events.start, 0).state;
  let nowMs = 1_000;
  const delays: number[] = [];
  const messages: string[] = [];
  for (let failure = 1; failure <= 14; failure++) {
    const failed: ServerEvent = { type: 'connectFailed', generation: state.generation, cause: away, jitter: 0 };
    const step = stepServer(state, failed, nowMs);
    expect(isExpected(step.state)).toBe(true);
    for (const effect of step.effects) if (effect.type === 'retryAfter') delays.push(effect.delayMs);
    if (step.state.status === 'failed') messages.push(step.state.cause.message);
    nowMs += delays.at(-1) ?? 0;
    state = stepServer(step.state, { type: 'retryTimePassed', generation: state.generation }, nowMs).state;
  }
  expect(delays.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000]);
  expect(delays.slice(-4)).toEqual(Array(4).fill(300_000));
  expect(messages[3]).toBe('Nobody answers.');
  expect(messages[4]).toContain('restart it to try now');
});

test('[M5] a forgotten session is replaced at once, but not twice within the window', () => {
  const ended = { type: 'lost', generation, jitter: 0, cause: { code: 'mcp/session-ended', message: 'New.' } } as const;
  expect(stepServer(states.ready, ended, 1_000)).toMatchObject({
    state: { status: 'starting', generation: generation + 1, failedAtMs: [1_000] },
    effects: [{ type: 'connect' }],
  });
  expect(stepServer({ ...states.ready, failedAtMs: [900] }, ended, 1_000).state.status).toBe('failed');
});
