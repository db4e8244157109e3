/**
 * Finds where speech begins and ends in an utterance, by each frame's level against the loudest and the noise.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Mean band power below which nothing is speech (about -60 dB of full scale). */
const leastPower = 2e7;
const belowPeakDb = 32;
const aboveNoiseDb = 7;
const leastRun = 4;
const padding = 1;

/** The frames from the first to the last speech, or null where there is none. */
export function findSpeech(powers: Float64Array): Span | null {
  if (powers.length === 0) return null;
  const levels = smooth(powers);
  const sorted = Float64Array.from(levels).sort();
  const peak = sorted[Math.floor(sorted.length * 0.98)]!;
  if (peak < leastPower) return null;
  const noise = sorted[Math.floor(sorted.length * 0.05)]!;
  const threshold = Math.max(
    peak * 10 ** (-belowPeakDb / 10),
    Math.min(noise * 10 ** (aboveNoiseDb / 10), peak * 0.05),
  );
  const runs = toRuns(levels, threshold).filter((run) => run.end - run.start >= leastRun);
  const first = runs[0];
  const last = runs.at(-1);
  if (!first || !last) return null;
  return { start: Math.max(0, first.start - padding), end: Math.min(powers.length, last.end + padding) };
}

function toRuns(levels: Float64Array, threshold: number): Span[] {
  const runs: Span[] = [];
  let start = -1;
  for (let index = 0; index <= levels.length; index += 1) {
    const loud = index < levels.length && levels[index]! > threshold;
    if (loud && start < 0) start = index;
    if (!loud && start >= 0) {
      runs.push({ start, end: index });
      start = -1;
    }
  }
  return runs;
}

function smooth(values: Float64Array): Float64Array {
  return values.map((value, index) => ((values[index - 1] ?? value) + value + (values[index + 1] ?? value)) / 3);
}
