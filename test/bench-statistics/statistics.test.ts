import { expect, test } from 'vitest';
import { createRandom, median, percentile, ratioOfMedians, share } from '../bench/statistics.ts';

test('a median lies between the two middle values where their number is even', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(percentile([0, 10], 95)).toBeCloseTo(9.5);
  expect(median([])).toBeNaN();
});

test('the ratio of identical systems is one, with no width', () => {
  const pairs = Array.from({ length: 10 }, () => ({ ours: 500, peer: 500 }));
  expect(ratioOfMedians(pairs)).toEqual({ value: 1, low: 1, high: 1 });
});

test('the interval holds the true ratio in about 95 of 100 runs', () => {
  const next = createRandom(7);
  const noisy = (centre: number): number => centre * (0.8 + 0.4 * next());
  const runs = Array.from({ length: 100 }, () => {
    const pairs = Array.from({ length: 15 }, () => ({ ours: noisy(450), peer: noisy(700) }));
    const { low, high } = ratioOfMedians(pairs);
    return low <= 450 / 700 && 450 / 700 <= high;
  });
  expect(share(runs)).toBeGreaterThan(0.88);
  expect(share(runs)).toBeLessThanOrEqual(1);
});

test('one slow round does not move the median, and widens the interval', () => {
  const calm = Array.from({ length: 9 }, (_none, index) => ({ ours: 100 + index, peer: 200 + index }));
  const hiccup = [...calm.slice(0, 8), { ours: 5_000, peer: 208 }];
  expect(Math.abs(ratioOfMedians(hiccup).value - ratioOfMedians(calm).value)).toBeLessThan(0.01);
  expect(ratioOfMedians(hiccup).high).toBeGreaterThanOrEqual(ratioOfMedians(calm).high);
});

test('the same samples give the same interval', () => {
  const pairs = [1, 2, 3, 4, 5].map((value) => ({ ours: value * 90, peer: 200 + value }));
  expect(ratioOfMedians(pairs)).toEqual(ratioOfMedians(pairs));
});
