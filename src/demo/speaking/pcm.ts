/**
 * Sound as the Realtime protocol carries it: mono PCM16 at 24 kHz, in base64; and WAV files as synthesisers write them.
 */

export const sampleRateHz = 24_000;

export function toDurationMs(sampleCount: number): number {
  return (sampleCount / sampleRateHz) * 1000;
}

export function fromBase64(text: string): Int16Array {
  const bytes = Buffer.from(text, 'base64');
  const samples = new Int16Array(bytes.length >> 1);
  for (let index = 0; index < samples.length; index += 1) samples[index] = bytes.readInt16LE(index * 2);
  return samples;
}

export function toBase64(samples: Int16Array): string {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
}

export function concatenate(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export interface Wave {
  readonly rateHz: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly samples: Int16Array;
}

/** The samples of a PCM16 WAV, interleaved where it has several channels. Sizes in the header are not believed: a synthesiser that streams does not know them. */
export function parseWave(bytes: Buffer): Wave {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 4) !== 'RIFF') throw new Error('Not a WAV file.');
  let at = 12;
  let format = { rateHz: 0, channels: 1, bitsPerSample: 16 };
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at, at + 4);
    const sizeBytes = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ') {
      format = {
        rateHz: bytes.readUInt32LE(at + 12),
        channels: bytes.readUInt16LE(at + 10),
        bitsPerSample: bytes.readUInt16LE(at + 22),
      };
    }
    if (name === 'data') {
      const end = Math.min(bytes.length, at + 8 + sizeBytes);
      return { ...format, samples: fromBytes(bytes.subarray(at + 8, end)) };
    }
    at += 8 + sizeBytes + (sizeBytes & 1);
  }
  throw new Error('A WAV file without sound.');
}

function fromBytes(bytes: Buffer): Int16Array {
  const copy = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return new Int16Array(copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.length));
}

/** The same sound at another rate, by a windowed sinc of 32 taps that also cuts what the new rate cannot hold. */
export function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples;
  const result = new Int16Array(Math.floor((samples.length * toHz) / fromHz));
  const cutoff = Math.min(1, toHz / fromHz) * 0.95;
  const reach = 16;
  const phases = 64;
  const table = sincTable(cutoff, reach, phases);
  for (let index = 0; index < result.length; index += 1) {
    const centre = (index * fromHz) / toHz;
    const first = Math.floor(centre) - reach + 1;
    const row = Math.round((centre - Math.floor(centre)) * phases) * reach * 2;
    let sum = 0;
    for (let tap = 0; tap < reach * 2; tap += 1) sum += (samples[first + tap] ?? 0) * (table[row + tap] ?? 0);
    result[index] = Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
  return result;
}

function sincTable(cutoff: number, reach: number, phases: number): Float64Array {
  const table = new Float64Array((phases + 1) * reach * 2);
  for (let phase = 0; phase <= phases; phase += 1) {
    for (let tap = 0; tap < reach * 2; tap += 1) {
      const distance = tap - reach + 1 - phase / phases;
      const angle = Math.PI * distance * cutoff;
      const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1));
      table[phase * reach * 2 + tap] = cutoff * sinc * window;
    }
  }
  return table;
}
