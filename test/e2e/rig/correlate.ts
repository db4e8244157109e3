/**
 * Whether one sound is in another: the highest normalised cross-correlation of a stretch of the first anywhere in the second.
 *
 * Both are brought to 8 kHz; the stretch is the loudest second of what was sent. 1 is the same sound, two different
 * sentences of one voice stay under 0.4 (see correlate.test.ts).
 */

const commonRateHz = 8_000;

/** Highest correlation, 0 to 1, of the loudest `stretchMs` of `sent` in `heard`. */
export function correlation(
  sent: { samples: Int16Array; rateHz: number },
  heard: { samples: Int16Array; rateHz: number },
  stretchMs = 1_000,
): number {
  const needle = loudest(resample(sent), Math.round((stretchMs / 1_000) * commonRateHz));
  const haystack = resample(heard);
  if (needle.length === 0 || haystack.length < needle.length) return 0;
  const needleNorm = Math.hypot(...chunkNorms(needle));
  if (needleNorm === 0) return 0;
  let energy = 0;
  for (let i = 0; i < needle.length; i++) energy += haystack[i]! ** 2;
  let best = 0;
  for (let at = 0; at + needle.length <= haystack.length; at++) {
    if (at > 0) energy += haystack[at + needle.length - 1]! ** 2 - haystack[at - 1]! ** 2;
    if (energy < 1) continue;
    let product = 0;
    for (let i = 0; i < needle.length; i += 4) {
      product +=
        needle[i]! * haystack[at + i]! +
        (needle[i + 1] ?? 0) * (haystack[at + i + 1] ?? 0) +
        (needle[i + 2] ?? 0) * (haystack[at + i + 2] ?? 0) +
        (needle[i + 3] ?? 0) * (haystack[at + i + 3] ?? 0);
    }
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

function loudest(samples: Float64Array, length: number): Float64Array {
  if (samples.length <= length) return samples;
  let energy = 0;
  for (let i = 0; i < length; i++) energy += samples[i]! ** 2;
  let best = energy;
  let bestAt = 0;
  for (let at = 1; at + length <= samples.length; at++) {
    energy += samples[at + length - 1]! ** 2 - samples[at - 1]! ** 2;
    if (energy > best) {
      best = energy;
      bestAt = at;
    }
  }
  return samples.slice(bestAt, bestAt + length);
}

function chunkNorms(samples: Float64Array): number[] {
  const norms: number[] = [];
  for (let at = 0; at < samples.length; at += 1_000) norms.push(Math.hypot(...samples.subarray(at, at + 1_000)));
  return norms;
}
