import { expect, it } from 'vitest';
import { streamTimeMs } from '../../../src/agent/audio/microphones.ts';

it('chunks that are read in a bunch keep their own times, and a gap is a gap', () => {
  const readAtMs = [1000, 1020, 1150, 1150, 1151, 1160, 3000, 3020];
  let endMs = 0;
  const times = readAtMs.map((nowMs) => (endMs = streamTimeMs(endMs, 20, nowMs)));
  expect(times).toEqual([1000, 1020, 1040, 1060, 1080, 1100, 3000, 3020]);
});

it('chunks that come early pull the time back to the clock', () => {
  expect(streamTimeMs(1000, 20, 1010)).toBe(1010);
});
