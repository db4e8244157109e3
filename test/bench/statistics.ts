/**
 * The bench's arithmetic: medians, and intervals by the bootstrap. Pure.
 *
 * Always: a ratio is that of two medians, ours over the peer's; rounds are resampled as pairs, because both systems ran in
 * the same round; the same samples give the same interval (the generator is seeded).
 */

/** Percentile 0–100 by linear interpolation. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((left, right) => left - right);
  const at = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One round: what both systems took. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
}

const resamples = 4_000;

/** Median of ours over median of the peer, with the bootstrap's 95 % percentile interval. */
export function ratioOfMedians(pairs: readonly Pair[]): Estimate {
  const ratio = (chosen: readonly Pair[]): number =>
    median(chosen.map(({ ours }) => ours)) / median(chosen.map(({ peer }) => peer));
  const next = createRandom(pairs.length);
  const drawn = Array.from({ length: resamples }, () => ratio(resample(pairs, next)));
  return { value: ratio(pairs), low: percentile(drawn, 2.5), high: percentile(drawn, 97.5) };
}

function resample<T>(values: readonly T[], next: () => number): T[] {
  return values.map(() => values[Math.floor(next() * values.length)] as T);
}

/** Mulberry32: numbers in [0, 1), the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = (seed + 0x6d2b79f5) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Share of `true`, 0–1; 0 of nothing is not a number. */
export function share(outcomes: readonly boolean[]): number {
  return outcomes.filter(Boolean).length / outcomes.length;
}
