import { expect, test } from 'vitest';
import { leastSleepMs, lookEveryMs, watchForWake } from '../../../src/core/mcp/wake-watch.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

function aWatch() {
  const clock = new FakeClock();
  let woke = 0;
  const end = watchForWake(clock, () => (woke += 1));
  return { clock, end, wokeTimes: () => woke };
}

test('[M5] a machine that slept is noticed once, at the first look after it woke', () => {
  const { clock, wokeTimes } = aWatch();
  clock.advance(10 * lookEveryMs);
  expect(wokeTimes()).toBe(0);
  // Asleep no timer runs, but the wall clock goes on.
  clock.jump(3_600_000);
  clock.advance(lookEveryMs);
  expect(wokeTimes()).toBe(1);
  clock.advance(10 * lookEveryMs);
  expect(wokeTimes()).toBe(1);
});

test.each([
  ['a machine too busy to be on time', leastSleepMs - 1],
  ['a clock that was set back', -3_600_000],
])('%s is no sleep', (_, jumpMs) => {
  const { clock, wokeTimes } = aWatch();
  clock.advance(lookEveryMs);
  clock.jump(jumpMs);
  clock.advance(3 * lookEveryMs);
  expect(wokeTimes()).toBe(0);
});

test('nothing is looked at after the end', () => {
  const { clock, end } = aWatch();
  clock.advance(3 * lookEveryMs);
  end();
  expect(clock.pending).toBe(0);
});
