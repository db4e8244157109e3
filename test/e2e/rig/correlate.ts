/**
 * Whether one sound is in another: normalised cross-correlation of short stretches of the first anywhere in the second.
 *
 * Both are brought to 8 kHz. The stretches are short because a receiver stretches and gaps what comes late. 1 is the same
 * sound; different sentences of one voice stay under 0.5 (see correlate.test.ts).
 */

const commonRateHz = 8_000;

/** Likeness, 0 to 1: the middle one of the highest correlations of the three loudest stretches of `sent` in `heard`. */
export function correlation(sent: Sound, heard: Sound, stretchMs = 500): number {
  const haystack = resample(heard);
  const length = Math.round((stretchMs / 1_000) * commonRateHz);
  const found = loudestStretches(resample(sent), length, 3).map((needle) => highestCorrelation(needle, haystack));
  return found.sort((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0;
}

/** PCM16 mono. */
export interface Sound {
  readonly samples: Int16Array;
  readonly rateHz: number;
}

function highestCorrelation(needle: Float64Array, haystack: Float64Array): number {
  const needleNorm = Math.sqrt(energyOf(needle));
  if (needle.length === 0 || haystack.length < needle.length || needleNorm === 0) return 0;
  let energy = energyOf(haystack.subarray(0, needle.length));
  let best = 0;
  for (let at = 0; at + needle.length <= haystack.length; at++) {
    if (at > 0) energy += haystack[at + needle.length - 1]! ** 2 - haystack[at - 1]! ** 2;
    if (energy < 1) continue;
    let product = 0;
    for (let i = 0; i < needle.length; i++) product += needle[i]! * haystack[at + i]!;
    best = Math.max(best, product / (needleNorm * Math.sqrt(energy)));
  }
  return best;
}

/** Box-filtered decimation (or linear interpolation upwards) to the common rate. */
function resample({ samples, rateHz }: { samples: Int16Array; rateHz: number }): Float64Array {
  const step = rateHz / commonRateHz;
  const out = new Float64Array(Math.floor(samples.length / step));
  for (let i = 0; i < out.length; i++) {
    const from = Math.floor(i * step);
    const to = Math.max(from + 1, Math.floor((i + 1) * step));
    let sum = 0;
    for (let j = from; j < to; j++) sum += samples[j] ?? 0;
    out[i] = sum / (to - from);
  }
  return out;
}

/** The `count` loudest stretches that do not overlap; fewer where the sound is short. */
function loudestStretches(samples: Float64Array, length: number, count: number): Float64Array[] {
  const starts: { at: number; energy: number }[] = [];
  for (let at = 0; at + length <= samples.length; at += length / 2) {
    starts.push({ at, energy: energyOf(samples.subarray(at, at + length)) });
  }
  const chosen: number[] = [];
  for (const { at } of starts.sort((a, b) => b.energy - a.energy)) {
    if (chosen.length < count && chosen.every((other) => Math.abs(other - at) >= length)) chosen.push(at);
  }
  return chosen.map((at) => samples.subarray(at, at + length));
}

function energyOf(samples: Float64Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energy;
}
