import { describe, expect, it } from 'vitest';
import { StateAttribute, lostAfterMs } from '../../src/agent/state-attribute.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** A room that shows what it is told when the test lets it. */
function aRoom() {
  const clock = new FakeClock();
  const room = { shown: 'starting', sent: [] as string[], loses: 0, arrivals: [] as (() => void)[] };
  const attribute = new StateAttribute(
    {
      shown: () => room.shown,
      send: (state) =>
        new Promise((resolve) => {
          room.sent.push(state);
          room.arrivals.push(() => {
            if (room.loses > 0) room.loses -= 1;
            else room.shown = state;
            resolve();
          });
        }),
    },
    clock,
  );
  /** The latest change that was sent arrives first: what is under way at the same time may overtake. */
  const arrive = async (): Promise<void> => {
    while (room.arrivals.length > 0) {
      room.arrivals.pop()?.();
      await clock.advanceAsync(0);
    }
  };
  return { clock, room, attribute, arrive };
}

describe('the state that the room shows', () => {
  it('is the latest one, though changes that are under way together arrive in any order', async () => {
    const { room, attribute, arrive } = aRoom();
    for (const state of ['thinking', 'speaking', 'listening']) attribute.show(state);
    await arrive();
    expect(room.shown).toBe('listening');
    expect(room.sent).toEqual(['thinking', 'listening']);
  });

  it('is sent again when it got lost, and not when it arrived', async () => {
    const { clock, room, attribute, arrive } = aRoom();
    room.loses = 1;
    attribute.show('listening');
    await arrive();
    expect(room.shown).toBe('starting');
    await clock.advanceAsync(lostAfterMs);
    await arrive();
    expect(room.shown).toBe('listening');
    await clock.advanceAsync(10 * lostAfterMs);
    expect(room.sent).toEqual(['listening', 'listening']);
  });

  it('is left alone after the end', async () => {
    const { clock, room, attribute, arrive } = aRoom();
    room.loses = 1;
    attribute.show('listening');
    await arrive();
    attribute.close();
    await clock.advanceAsync(lostAfterMs);
    expect(room.sent).toEqual(['listening']);
  });
});
