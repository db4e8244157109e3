/**
 * [V13] [R6] When a chosen LiveKit counts as gone, and when talks move back to it: every state with every event.
 */
import { describe, expect, it } from 'vitest';
import type { WireError } from '../../../src/contract/index.ts';
import { returnDelayMs, stepFallback } from '../../../src/core/rooms/fallback-state.ts';
import type { FallbackEffect, FallbackEvent, FallbackState } from '../../../src/core/rooms/fallback-state.ts';

const away: WireError = { code: 'livekit/unreachable', message: 'No answer.' };
const nowMs = 100_000;
const longAgoMs = nowMs - 60_000;

const idle = (failures: number, leftFor: WireError | null = null, generation = 3): FallbackState => ({
  status: 'idle',
  generation,
  failures,
  leftFor,
});
const inUse = (missedChecks: number, failures = 0, sinceMs = nowMs, generation = 3): FallbackState => ({
  status: 'inUse',
  generation,
  failures,
  missedChecks,
  sinceMs,
});
const standingIn = (failures: number, answered = false, generation = 3): FallbackState => ({
  status: 'standingIn',
  generation,
  failures,
  answered,
});
const checked = (cause: WireError | null, somebodySpeaks = false, generation = 3): FallbackEvent => ({
  type: 'checked',
  generation,
  cause,
  isSilent: false,
  somebodySpeaks,
});
const silent: FallbackEvent = { type: 'checked', generation: 3, cause: away, isSilent: true, somebodySpeaks: true };
const after = (delayMs: number, generation = 3): FallbackEffect => ({ type: 'checkAfter', generation, delayMs });
const toChosen: FallbackEvent = { type: 'started', where: 'chosen' };
const toLocal: FallbackEvent = { type: 'started', where: 'local' };
const starting: FallbackEvent = { type: 'starting' };
const stopped: FallbackEvent = { type: 'stopped' };

describe('looking after a chosen LiveKit', () => {
  const rows: [string, FallbackState, FallbackEvent, FallbackState, FallbackEffect[]][] = [
    ['starts with it', idle(0), toChosen, inUse(0, 0, nowMs, 4), [after(2_000, 4)]],
    ['starts with one that was away lately', idle(3), toChosen, inUse(0, 3, nowMs, 4), [after(2_000, 4)]],
    ['starts without it', idle(0), toLocal, standingIn(1, false, 4), [after(5_000, 4)]],
    ['starts without one that keeps going away', idle(3), toLocal, standingIn(3, false, 4), [after(20_000, 4)]],
    ['is well', inUse(1, 2), checked(null, true), inUse(0, 2), [after(2_000)]],
    ['is well for a minute', inUse(0, 2, longAgoMs), checked(null), inUse(0, 0, longAgoMs), [after(2_000)]],
    ['misses one check', inUse(0), checked(away), inUse(1), [after(1_000)]],
    ['misses two', inUse(1, 2), checked(away, true), idle(3, away, 4), [{ type: 'tellGone', cause: away }]],
    ['is silent', inUse(0), silent, idle(1, away, 4), [{ type: 'tellGone', cause: away }]],
    ['stays silent', standingIn(1, true), silent, standingIn(2), [after(10_000)]],
    ['stays away', standingIn(1), checked(away), standingIn(2), [after(10_000)]],
    ['answers once', standingIn(2), checked(null), standingIn(2, true), [after(1_000)]],
    ['answers twice', standingIn(2, true), checked(null), idle(2, null, 4), [{ type: 'tellWell' }]],
    ['answers, somebody speaks', standingIn(2, true), checked(null, true), standingIn(2, true), [after(1_000)]],
    ['answers once and no more', standingIn(2, true), checked(away), standingIn(3), [after(20_000)]],
    ['is checked by an older start', inUse(1), checked(away, false, 2), inUse(1), []],
    ['is checked by an older stand-in', standingIn(1, true), checked(null, false, 2), standingIn(1, true), []],
    ['is checked after its end', idle(1, away), checked(away), idle(1, away), []],
    ['begins to start after it was left', idle(2, away), starting, idle(2, null, 4), []],
    ['begins to start in use', inUse(0, 1), starting, idle(1, null, 4), []],
    ['begins to start standing in', standingIn(4), starting, idle(4, null, 4), []],
    ['stops in use', inUse(0, 1), stopped, idle(0, null, 4), []],
    ['stops standing in', standingIn(4), stopped, idle(0, null, 4), []],
    ['stops idle', idle(1, away), stopped, idle(0, null, 4), []],
  ];

  it.each(rows)('[V13] %s', (_what, state, event, expected, effects) => {
    expect(stepFallback(state, event, nowMs)).toEqual({ state: expected, effects });
  });

  it('[V13] asks ever more rarely, at least once a minute', () => {
    expect([1, 2, 3, 4, 5, 40].map(returnDelayMs)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});
