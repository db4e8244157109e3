/**
 * Push-to-talk from outside the windows: every state against every event, and the stories they make.
 */
import { describe, expect, it } from 'vitest';
import { initialPushToTalk, isTalking, stepPushToTalk } from '../../src/main/push-to-talk-state.ts';
import type { KeyAction } from '../../src/contract/index.ts';
import type { PushToTalkEffect, PushToTalkEvent, PushToTalkState } from '../../src/main/push-to-talk-state.ts';

const rules = { tapMs: 250, doubleTapMs: 350, releaseDelayMs: 0, longestMs: 120_000, repeatMs: 1_000 };
type Timed = readonly [atMs: number, event: PushToTalkEvent['type'] | PushToTalkEvent];

/** What the events cause, `wake` left out, in words such as `down` and `bar`. */
function after(events: readonly Timed[], releaseDelayMs = 0, start: PushToTalkState = pushToTalk) {
  let state = start;
  const did: string[] = [];
  for (const [atMs, event] of events) {
    const given = typeof event === 'string' ? ({ type: event } as PushToTalkEvent) : event;
    const step = stepPushToTalk(state, given, atMs, { ...rules, releaseDelayMs });
    state = step.state;
    did.push(...step.effects.flatMap(toWord));
  }
  return { state, did };
}

function toWord(effect: PushToTalkEffect): string[] {
  switch (effect.type) {
    case 'sendKey':
      return [effect.action];
    case 'setMode':
      return [effect.mode];
    case 'showBar':
      return ['bar'];
    case 'hideBar':
      return ['no bar'];
    case 'wake':
      return [];
  }
}

const pushToTalk: PushToTalkState = { ...initialPushToTalk, mode: 'push-to-talk' };
const talking = after([[0, 'pressed']]).state;
const toggled = after([[0, 'toggled']]).state;
const tapped = after([
  [0, 'pressed'],
  [100, 'released'],
]).state;
const releasing = after(
  [
    [0, 'pressed'],
    [900, 'released'],
  ],
  500,
).state;
const locked = after([
  [0, 'pressed'],
  [100, 'released'],
  [200, 'pressed'],
]).state;

describe('the stories', () => {
  it('[V4] hold talks, letting go ends the turn', () => {
    const { did, state } = after([
      [0, 'pressed'],
      [50, 'pressed'],
      [900, 'released'],
    ]);
    expect({ did, state }).toEqual({ did: ['down', 'bar', 'up', 'no bar'], state: pushToTalk });
  });

  it('[V4] a double tap locks hands-free, the next press ends it and talks', () => {
    const taps: Timed[] = [
      [0, 'pressed'],
      [100, 'released'],
      [300, 'pressed'],
      [400, 'released'],
    ];
    const lock = after([...taps, [410, { type: 'modeChanged', mode: 'hands-free' }]]);
    expect(lock.did).toEqual(['down', 'bar', 'cancel', 'hands-free', 'no bar']);
    expect(lock.state.phase).toEqual({ status: 'locked' });
    expect(
      after(
        [
          [5_000, 'pressed'],
          [6_000, 'released'],
        ],
        0,
        lock.state,
      ).did,
    ).toEqual([...['push-to-talk', 'down', 'bar'], ...['up', 'no bar']]);
  });

  it('[V4] a single tap ends its turn once no second one can come', () => {
    const { did, state } = after([
      [0, 'pressed'],
      [100, 'released'],
      [449, 'due'],
      [450, 'due'],
      [500, 'pressed'],
    ]);
    expect(did).toEqual(['down', 'bar', 'up', 'no bar', 'down', 'bar']);
    expect(state.phase.status).toBe('talking');
  });

  it('in a hands-free talk a tap waits for no second one', () => {
    const handsFree: PushToTalkState = { ...pushToTalk, mode: 'hands-free' };
    expect(
      after(
        [
          [0, 'pressed'],
          [100, 'released'],
        ],
        0,
        handsFree,
      ).did,
    ).toEqual(['down', 'bar', 'up', 'no bar']);
  });

  it('[V4] Esc takes the turn back, and the key that is still down begins nothing', () => {
    expect(
      after([
        [0, 'pressed'],
        [500, 'cancelled'],
        [600, 'released'],
      ]).did,
    ).toEqual([...['down', 'bar'], ...['cancel', 'no bar']]);
  });

  it('[V4] the release delay lets the last word in; a finger that slipped goes on in the same turn', () => {
    const slipped: Timed[] = [
      [0, 'pressed'],
      [900, 'released'],
      [1_200, 'pressed'],
      [2_000, 'released'],
    ];
    expect(after([...slipped, [2_499, 'due'], [2_500, 'due']], 500).did).toEqual(['down', 'bar', 'up', 'no bar']);
    expect(isTalking(after([...slipped, [2_499, 'due']], 500).state)).toBe(true);
  });

  it('[V4] lock of the screen, sleep and a lost helper let go of whatever is held', () => {
    for (const state of [talking, toggled, tapped, releasing]) {
      expect(after([[1_000, 'forced']], 0, state)).toEqual({ did: ['up', 'no bar'], state: pushToTalk });
    }
    expect(after([[1_000, 'forced']], 0, locked)).toEqual({ did: ['push-to-talk'], state: pushToTalk });
  });

  it('[V4] the longest hold is let go of, also over slips of the finger', () => {
    expect(
      after([
        [0, 'pressed'],
        [119_999, 'due'],
        [120_000, 'due'],
        [120_001, 'released'],
      ]).did,
    ).toEqual([...['down', 'bar'], ...['up', 'no bar']]);
    const slipped: Timed[] = [
      [0, 'pressed'],
      [100_000, 'released'],
      [100_100, 'pressed'],
      [120_000, 'due'],
    ];
    expect(after(slipped, 500).state.phase).toEqual({ status: 'idle' });
  });

  it('without holding, one press starts and the next one stops', () => {
    expect(
      after([
        [0, 'toggled'],
        [50, 'released'],
        [100, 'toggled'],
        [101, 'toggled'],
        [102, 'pressed'],
      ]).did,
    ).toEqual([...['down', 'bar', 'up', 'no bar'], ...['down', 'bar', 'up', 'no bar']]);
  });

  it('push-to-talk that was set elsewhere ends the lock', () => {
    const known = after([[0, { type: 'modeChanged', mode: 'hands-free' }]], 0, locked).state;
    expect(known.phase.status).toBe('locked');
    expect(after([[1, { type: 'modeChanged', mode: 'push-to-talk' }]], 0, known)).toEqual({
      did: [],
      state: pushToTalk,
    });
  });
});

describe('[V4] a program that owns the key', () => {
  const of = (...actions: readonly KeyAction[]): Timed[] =>
    actions.map((action, index) => [index * 1_000, { type: 'asked', action }]);

  it('holds and lets go as a hand does, also by a double tap', () => {
    expect(after(of('down', 'down', 'up')).did).toEqual(['down', 'bar', 'up', 'no bar']);
    expect(after(of('toggle', 'toggle')).did).toEqual(['down', 'bar', 'up', 'no bar']);
    expect(after(of('down', 'cancel')).did).toEqual(['down', 'bar', 'cancel', 'no bar']);
    const taps = of('down', 'up', 'down').map(([, event], index): Timed => [index * 100, event]);
    expect(after(taps).state.phase.status).toBe('locked');
    expect(after([[1_000, 'forced']], 0, after(of('down')).state).did).toEqual(['up', 'no bar']);
  });

  it('means what it says where the key was toggled on: down ends nothing, up does', () => {
    expect(after(of('toggle', 'down', 'up')).did).toEqual(['down', 'bar', 'up', 'no bar']);
  });

  it('lets go also of what a window holds', () => {
    expect(after(of('up', 'cancel'))).toEqual({ did: ['up', 'cancel'], state: pushToTalk });
  });
});

describe('[V4] a turn that was ended in a window', () => {
  it('is over at once, and nothing is sent: the voice window let go by itself', () => {
    for (const from of [talking, toggled, tapped, releasing]) {
      const { did, state } = after([[1_000, 'over']], 500, from);
      expect(did).toEqual(['no bar']);
      expect(isTalking(state)).toBe(false);
      expect(after([[1_100, 'toggled']], 0, state).did).toEqual(['down', 'bar']);
      expect(after([[1_100, 'pressed']], 0, state).did).toEqual(['down', 'bar']);
    }
    for (const from of [pushToTalk, locked])
      expect(after([[1_000, 'over']], 0, from)).toEqual({ did: [], state: from });
  });

  it('is not begun again by a program that repeats the key while it is down', () => {
    const down: PushToTalkEvent = { type: 'asked', action: 'down' };
    const up: PushToTalkEvent = { type: 'asked', action: 'up' };
    const over: Timed[] = [
      [0, down],
      [500, down],
      [600, 'over'],
    ];
    const repeated: Timed[] = [1_000, 1_900, 2_800].map((atMs): Timed => [atMs, down]);
    expect(after([...over, ...repeated]).did).toEqual(['down', 'bar', 'no bar']);
    // The wake of an earlier repetition comes too soon.
    expect(after([...over, ...repeated, [2_900, 'due'], [3_000, down]]).did).toEqual(['down', 'bar', 'no bar']);
    expect(after([...over, [700, up], [800, down]]).did).toEqual(['down', 'bar', 'no bar', 'down', 'bar']);
    // It repeats what the tray began.
    expect(after([[0, 'toggled'], ...over.slice(1), ...repeated]).did).toEqual(['down', 'bar', 'no bar']);
    // A release that got lost takes no later press away.
    expect(after([...over, [1_600, 'due'], [1_700, down]]).did).toEqual(['down', 'bar', 'no bar', 'down', 'bar']);
  });
});

describe('every state against every event', () => {
  const events = ['pressed', 'released', 'toggled', 'cancelled', 'forced', 'due'] as const;
  const table: Readonly<Record<string, { from: PushToTalkState; to: readonly string[] }>> = {
    idle: { from: pushToTalk, to: ['talking', 'idle', 'talking', 'idle', 'idle', 'idle'] },
    held: { from: talking, to: ['talking', 'idle', 'idle', 'idle', 'idle', 'talking'] },
    toggled: { from: toggled, to: ['idle', 'talking', 'idle', 'idle', 'idle', 'talking'] },
    tapped: { from: tapped, to: ['locked', 'tapped', 'idle', 'idle', 'idle', 'idle'] },
    releasing: { from: releasing, to: ['talking', 'releasing', 'idle', 'idle', 'idle', 'idle'] },
    locked: { from: locked, to: ['talking', 'locked', 'idle', 'locked', 'idle', 'locked'] },
  };
  it.each(Object.entries(table))('%s', (_name, { from, to }) => {
    expect(events.map((type) => after([[2_000, type]], 0, from).state.phase.status)).toEqual(to);
  });

  it('every down is followed by one up or cancel, whatever comes', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let state = pushToTalk;
    let open = 0;
    let nowMs = 0;
    for (let count = 0; count < 20_000; count += 1) {
      nowMs += random(600);
      const type = events[random(events.length)] ?? 'due';
      const step = stepPushToTalk(state, { type }, nowMs, { ...rules, releaseDelayMs: random(2) * 300 });
      state = step.state;
      for (const effect of step.effects) if (effect.type === 'sendKey') open += effect.action === 'down' ? 1 : -1;
      expect(open).toBe(isTalking(state) ? 1 : 0);
    }
  });
});
