/**
 * Whether one sound is heard in another: the best normalised correlation of their loudness over time.
 */

const hopSamples = 240;

/** 0 to 1; the same speech through a codec and a jitter buffer gives more than 0.9 (0.8 on an overloaded machine), other speech less than 0.6. Both 24 kHz. */
export function correlation(heard: Int16Array, sent: Int16Array): number {
  const wanted = loudness(trimmed(sent));
  const found = loudness(heard);
  let best = 0;
  for (let lag = 0; lag + wanted.length <= found.length + 20; lag++) {
    best = Math.max(best, normalised(wanted, found.subarray(lag, lag + wanted.length)));
  }
  return best;
}

function trimmed(samples: Int16Array): Int16Array {
  let end = samples.length;
  while (end > 0 && Math.abs(samples[end - 1] ?? 0) < 200) end--;
  return samples.subarray(0, end);
}

function loudness(samples: Int16Array): Float64Array {
  const envelope = new Float64Array(Math.floor(samples.length / hopSamples));
  for (let hop = 0; hop < envelope.length; hop++) {
    let sum = 0;
    for (let index = hop * hopSamples; index < (hop + 1) * hopSamples; index++) sum += (samples[index] ?? 0) ** 2;
    envelope[hop] = Math.log10(1 + Math.sqrt(sum / hopSamples));
  }
  return envelope;
}

function normalised(left: Float64Array, right: Float64Array): number {
  const count = Math.min(left.length, right.length);
  if (count < 20) return 0;
  const mean = (values: Float64Array): number =>
    values.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
  const [meanLeft, meanRight] = [mean(left), mean(right)];
  let product = 0;
  let powerLeft = 0;
  let powerRight = 0;
  for (let index = 0; index < count; index++) {
    const a = (left[index] ?? 0) - meanLeft;
    const b = (right[index] ?? 0) - meanRight;
    product += a * b;
    powerLeft += a * a;
    powerRight += b * b;
  }
  return product / Math.sqrt(powerLeft * powerRight || 1);
}
