/**
 * What the floor's driver tells of turns to come: whether the end-of-turn model may be asked, so that it is loaded only then.
 */
import { expect, it } from 'vitest';
import { FloorDriver } from '../../../src/agent/turns/floor.ts';
import type { FloorPort } from '../../../src/agent/turns/floor.ts';
import type { FloorEvent, FloorState } from '../../../src/agent/turns/floor-model.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

function aFloor(mode: FloorState['mode']) {
  const told = { questions: 0 };
  const port = {
    expectQuestions: () => void (told.questions += 1),
    holderChanged: () => undefined,
    take: () => undefined,
    drop: () => undefined,
  } as unknown as FloorPort;
  const driver = new FloorDriver({ port, clock: new FakeClock(), mode });
  const play = (...events: FloorEvent[]): number => {
    for (const event of events) driver.dispatch(event);
    return told.questions;
  };
  return { play };
}

const owner: FloorEvent = { type: 'joined', identity: 'owner-1', owner: true };
const guest: FloorEvent = { type: 'joined', identity: 'guest-1', owner: false };
const key = (action: 'down' | 'up' | 'toggle'): FloorEvent => ({ type: 'key', identity: 'owner-1', action });

it('[V4] expects no question while its owner talks by key alone', () => {
  expect(aFloor('push-to-talk').play(owner, key('down'), key('up'))).toBe(0);
});

it.each<[string, FloorState['mode'], FloorEvent[]]>([
  ['somebody is there hands-free', 'hands-free', [owner, guest]],
  ['a guest comes, who has no key', 'push-to-talk', [owner, guest]],
  ['a key is locked', 'push-to-talk', [owner, key('toggle')]],
  ['hands-free is chosen', 'push-to-talk', [owner, { type: 'modeChanged', mode: 'hands-free' }]],
])('[V4] expects questions from the moment on in which %s, and says so once', (_when, mode, events) => {
  const { play } = aFloor(mode);
  expect(play(...events.slice(0, -1))).toBe(mode === 'hands-free' ? 1 : 0);
  expect(play(...events.slice(-1))).toBe(1);
  expect(play(guest)).toBe(1);
});
