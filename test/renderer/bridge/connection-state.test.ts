import { describe, expect, it } from 'vitest';
import {
  initialConnection,
  isLongGone,
  isReconnecting,
  retryDelayMs,
  stepConnection,
} from '../../../src/renderer/bridge/connection-state.ts';
import type { ConnectionState } from '../../../src/renderer/bridge/connection-state.ts';

const waiting: ConnectionState = { status: 'waiting', generation: 2, attempt: 3, retryAtMs: 500 };

describe('the page’s connection', () => {
  it('opens', () => {
    expect(stepConnection(initialConnection, { type: 'opened', generation: 1 }, 0)).toEqual({
      state: { status: 'open', generation: 1 },
      effects: [],
    });
  });

  it('waits and tries again when it is lost', () => {
    const lost = stepConnection({ status: 'open', generation: 1 }, { type: 'closed', generation: 1 }, 1_000);
    expect(lost).toEqual({
      state: { status: 'waiting', generation: 1, attempt: 1, retryAtMs: 1_250 },
      effects: [{ type: 'scheduleRetry', generation: 1, delayMs: 250 }],
    });
    expect(stepConnection(lost.state, { type: 'retryDue', generation: 1 }, 1_250)).toEqual({
      state: { status: 'connecting', generation: 2, attempt: 1 },
      effects: [{ type: 'dial', generation: 2 }],
    });
  });

  it('waits longer after each failure, up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(retryDelayMs)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('ignores what an older socket reports', () => {
    const open: ConnectionState = { status: 'open', generation: 3 };
    expect(stepConnection(open, { type: 'closed', generation: 2 }, 0)).toEqual({ state: open, effects: [] });
  });

  it('tries at once when the machine wakes up, and only then', () => {
    expect(stepConnection(waiting, { type: 'wokeUp' }, 0).effects).toEqual([{ type: 'dial', generation: 3 }]);
    expect(stepConnection({ status: 'open', generation: 3 }, { type: 'wokeUp' }, 0).effects).toEqual([]);
  });

  it('says that it reconnects only after it was lost, and that the host is gone only after several attempts', () => {
    expect(isReconnecting(initialConnection)).toBe(false);
    expect(isReconnecting(waiting)).toBe(true);
    expect(isLongGone(waiting)).toBe(false);
    expect(isLongGone({ ...waiting, attempt: 4 })).toBe(true);
  });
});

it('hangs up for good: nothing that comes later dials again', () => {
  const open = stepConnection(initialConnection, { type: 'opened', generation: 1 }, 0).state;
  const { state, effects } = stepConnection(open, { type: 'hungUp' }, 0);
  expect(effects).toEqual([{ type: 'hangUp' }]);
  for (const event of [
    { type: 'closed', generation: 1 },
    { type: 'closed', generation: 2 },
    { type: 'retryDue', generation: 2 },
    { type: 'wokeUp' },
    { type: 'hungUp' },
  ] as const)
    expect(stepConnection(state, event, 0)).toEqual({ state, effects: [] });
  expect(isReconnecting(state)).toBe(false);
});
