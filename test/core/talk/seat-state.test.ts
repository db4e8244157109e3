/**
 * The agent's seat, as a table of state and event.
 */
import { describe, expect, it } from 'vitest';
import { retryDelayMs, stepSeat } from '../../../src/core/talk/seat-state.ts';
import type { SeatEvent, SeatState } from '../../../src/core/talk/seat-state.ts';

const cause = { code: 'agent/crashed', message: 'It ended.' } as const;
const empty: SeatState = { status: 'empty' };
const opening: SeatState = { status: 'opening', generation: 2, failures: 0 };
const joining: SeatState = { status: 'joining', generation: 2, failures: 0, processId: 'p' };
const joined: SeatState = { status: 'joined', generation: 2, failures: 0, processId: 'p', sinceMs: 1_000 };
const waiting: SeatState = { status: 'waiting', generation: 2, failures: 2, cause };

const rows: [string, SeatState, SeatEvent, string, string[]][] = [
  ['an empty seat that is wanted takes a process', empty, { type: 'wanted' }, 'opening', ['takeProcess']],
  ['a wanted seat that opens already stays', opening, { type: 'wanted' }, 'opening', []],
  ['wanting does not disturb who sits', joined, { type: 'wanted' }, 'joined', []],
  ['wanting ends the wait for a retry', waiting, { type: 'wanted' }, 'opening', ['takeProcess']],
  [
    'a ready process is sent to join',
    opening,
    { type: 'processReady', generation: 2, processId: 'p' },
    'joining',
    ['sendJoin'],
  ],
  [
    'a process of an older generation is discarded',
    opening,
    { type: 'processReady', generation: 1, processId: 'o' },
    'opening',
    ['discard'],
  ],
  [
    'a process for an empty seat is discarded',
    empty,
    { type: 'processReady', generation: 2, processId: 'p' },
    'empty',
    ['discard'],
  ],
  [
    'no process to be had is shown and tried again',
    opening,
    { type: 'unavailable', generation: 2, cause },
    'waiting',
    ['showProblem', 'retryAfter'],
  ],
  ['joined clears the problem', joining, { type: 'joined', processId: 'p' }, 'joined', ['clearProblem']],
  ['joined of another process means nothing', joining, { type: 'joined', processId: 'o' }, 'joining', []],
  [
    'a lost agent is replaced',
    joined,
    { type: 'lost', processId: 'p', cause },
    'waiting',
    ['showProblem', 'retryAfter'],
  ],
  ['the loss of an older process means nothing', joined, { type: 'lost', processId: 'o', cause }, 'joined', []],
  [
    'one that does not join in time is discarded',
    joining,
    { type: 'joinDeadlinePassed', generation: 2 },
    'waiting',
    ['discard', 'showProblem', 'retryAfter'],
  ],
  ['a deadline of the past means nothing', joined, { type: 'joinDeadlinePassed', generation: 2 }, 'joined', []],
  ['the retry takes a process', waiting, { type: 'retryTimePassed', generation: 2 }, 'opening', ['takeProcess']],
  ['an older retry means nothing', waiting, { type: 'retryTimePassed', generation: 1 }, 'waiting', []],
  ['a talk that moved takes another agent', joined, { type: 'moved' }, 'opening', ['discard', 'takeProcess']],
  ['a talk that moves under a joining agent too', joining, { type: 'moved' }, 'opening', ['discard', 'takeProcess']],
  [
    'a talk that starts over takes another agent',
    joined,
    { type: 'startedOver' },
    'opening',
    ['discard', 'takeProcess'],
  ],
  ['a talk that moved waits no longer', waiting, { type: 'moved' }, 'opening', ['takeProcess']],
  ['a move means nothing to who opens already', opening, { type: 'moved' }, 'opening', []],
  ['a move brings nobody into an empty seat', empty, { type: 'moved' }, 'empty', []],
  ['nobody left: the agent is dismissed', joined, { type: 'idle' }, 'empty', ['dismiss']],
  ['nobody left while waiting: the seat is empty', waiting, { type: 'idle' }, 'empty', []],
];

describe('stepSeat', () => {
  it.each(rows)('%s', (_title, state, event, status, effects) => {
    const step = stepSeat(state, event, 5_000);
    expect({ status: step.state.status, effects: step.effects.map((effect) => effect.type) }).toEqual({
      status,
      effects,
    });
  });

  it('[F5] replaces an agent at once twice, and ever slower when it keeps dying', () => {
    expect([1, 2, 3, 4, 20].map(retryDelayMs)).toEqual([0, 0, 500, 1_000, 30_000]);
    const first = stepSeat(joined, { type: 'lost', processId: 'p', cause }, 5_000);
    expect(first.effects).toContainEqual({ type: 'retryAfter', generation: 2, delayMs: 0 });
    const often: SeatState = { ...joined, status: 'joined', failures: 3 };
    expect(stepSeat(often, { type: 'lost', processId: 'p', cause }, 5_000).state).toMatchObject({ failures: 4 });
    expect(stepSeat(often, { type: 'lost', processId: 'p', cause }, 70_000).state).toMatchObject({ failures: 1 });
  });
});
