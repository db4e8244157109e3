/**
 * The order in which servers start.
 */
import { expect, test } from 'vitest';
import { StartLine, courtesyMs, placeMs } from '../../../src/core/mcp/start-line.ts';
import type { Place } from '../../../src/core/mcp/start-line.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

function aLine(places = 2) {
  const clock = new FakeClock();
  const talk = { awaited: false };
  const line = new StartLine({ clock, places, isAwaited: () => talk.awaited });
  const began: string[] = [];
  const join = (name: string): Place => {
    const place = line.join();
    void place.entered.then(() => began.push(name));
    return place;
  };
  return { clock, talk, line, began, join };
}

test('[M4] lets in as many as there are places, and the next when one has started', async () => {
  const { clock, began, join } = aLine();
  const first = join('first');
  for (const name of ['second', 'third', 'fourth']) join(name);
  await clock.advanceAsync(0);
  expect(began).toEqual(['first', 'second']);
  first.leave();
  await clock.advanceAsync(0);
  expect(began).toEqual(['first', 'second', 'third']);
});

test('[M4][F30] a hung start holds nobody up for longer than its place', async () => {
  const { clock, began, join } = aLine(1);
  const hung = join('hung');
  join('second');
  await clock.advanceAsync(placeMs - 1);
  expect(began).toEqual(['hung']);
  await clock.advanceAsync(1);
  expect(began).toEqual(['hung', 'second']);
  hung.leave();
  join('third');
  await clock.advanceAsync(0);
  expect(began).toEqual(['hung', 'second']);
});

test('[F30] starts give way to a person who waits for the assistant, for a while', async () => {
  const { clock, talk, line, began, join } = aLine();
  talk.awaited = true;
  join('first');
  await clock.advanceAsync(1_000);
  expect(began).toEqual([]);
  talk.awaited = false;
  line.look();
  await clock.advanceAsync(0);
  expect(began).toEqual(['first']);

  talk.awaited = true;
  join('second');
  await clock.advanceAsync(courtesyMs - 1);
  expect(began).toEqual(['first']);
  await clock.advanceAsync(1);
  expect(began).toEqual(['first', 'second']);
});

test('a start that a tool call waits for goes first, though a person waits and no place is free', async () => {
  const { clock, talk, began, join } = aLine(1);
  join('first');
  talk.awaited = true;
  join('second');
  join('third').hurry();
  await clock.advanceAsync(0);
  expect(began).toEqual(['first', 'third']);
});

test('a line that is held lets nobody in before its time', async () => {
  const { clock, line, began, join } = aLine();
  line.hold(150);
  join('first');
  await clock.advanceAsync(149);
  expect(began).toEqual([]);
  await clock.advanceAsync(1);
  expect(began).toEqual(['first']);
});

test('one that leaves while it waits makes no room for two', async () => {
  const { clock, began, join } = aLine(1);
  const first = join('first');
  join('second').leave();
  join('third');
  first.leave();
  join('fourth');
  await clock.advanceAsync(0);
  expect(began).toEqual(['first', 'second', 'third']);
});
