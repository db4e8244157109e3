import { expect, it } from 'vitest';
import { StreamTime } from '../../../src/agent/audio/stream-time.ts';

it('chunks that are read in a bunch keep their own times, and a gap is a gap', () => {
  const time = new StreamTime();
  const readAtMs = [1000, 1020, 1150, 1150, 1151, 1160, 3000, 3020];
  expect(readAtMs.map((nowMs) => time.next(20, nowMs))).toEqual([1000, 1020, 1040, 1060, 1080, 1100, 3000, 3020]);
});

it('chunks that come early pull the time back to the clock', () => {
  const time = new StreamTime();
  time.next(20, 1000);
  expect(time.next(20, 1010)).toBe(1010);
});

it('sound that was lost is caught up within a second, and late reading is not taken for lost sound', () => {
  const time = new StreamTime();
  let nowMs = 1000;
  let endMs = time.next(10, nowMs);
  nowMs += 150;
  for (let chunk = 0; chunk < 205; chunk++) endMs = time.next(10, (nowMs += 10));
  expect(nowMs - endMs).toBe(0);
  // Bunches of ten: the last of each is read without lag.
  for (let bunch = 0; bunch < 30; bunch++) {
    nowMs += 100;
    for (let chunk = 0; chunk < 10; chunk++) endMs = time.next(10, nowMs);
    expect(nowMs - endMs).toBe(0);
  }
});
