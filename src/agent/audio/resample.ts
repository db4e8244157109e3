/**
 * 24 kHz to 16 kHz, mono, without a native call and with a delay of a third of a millisecond.
 *
 * Path: microphone frames (24 kHz, as the model takes them) -> here -> voice activity and end-of-turn (16 kHz).
 * Always: exactly 2 samples out for 3 in, over the whole stream; the state is the last few input samples.
 */

/** Low-pass at 7.4 kHz for the 48 kHz grid between both rates: windowed sinc, `tapCount` taps, gain 2. */
const tapCount = 32;
const taps = lowPass();

function lowPass(): Float64Array {
  const cutoff = 7400 / 48_000;
  const centre = (tapCount - 1) / 2;
  const raw = Float64Array.from({ length: tapCount }, (_, index) => {
    const x = index - centre;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (tapCount - 1)));
  });
  const sum = raw.reduce((total, tap) => total + tap, 0);
  return raw.map((tap) => (2 * tap) / sum);
}

/** One stream's resampler. */
export class Resampler {
  /** Input not yet out of the filter's reach. */
  #held = new Int16Array(tapCount / 2);
  /** Position of the next output on the 48 kHz grid, relative to the start of `#held`. */
  #next = tapCount - 1;

  push(samples: Int16Array): Int16Array {
    const input = new Int16Array(this.#held.length + samples.length);
    input.set(this.#held);
    input.set(samples, this.#held.length);
    const output: number[] = [];
    for (; this.#next < input.length * 2; this.#next += 3) output.push(filterAt(input, this.#next));
    const drop = Math.max(0, Math.floor((this.#next - (tapCount - 1)) / 2));
    this.#held = input.slice(drop);
    this.#next -= drop * 2;
    return Int16Array.from(output);
  }
}

/** The 48 kHz grid holds an input sample at each even place and zero between. */
function filterAt(input: Int16Array, position: number): number {
  let sum = 0;
  for (let tap = position % 2; tap < tapCount; tap += 2) sum += (taps[tap] ?? 0) * (input[(position - tap) / 2] ?? 0);
  return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
}
