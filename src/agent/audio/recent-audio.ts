/**
 * The latest seconds of one microphone, so that a turn can begin before it was noticed.
 *
 * Path: microphone -> here -> turn audio (pre-roll) and end-of-turn model.
 * Always: chunks in order, each with the time its last sample arrived; older than `keepMs` is forgotten.
 */

export interface AudioChunk {
  readonly samples: Int16Array;
  readonly endMs: number;
}

export class RecentAudio {
  readonly #keepMs: number;
  #chunks: AudioChunk[] = [];

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  push(chunk: AudioChunk): void {
    this.#chunks.push(chunk);
    const first = this.#chunks[0];
    if (first && first.endMs < chunk.endMs - 2 * this.#keepMs) {
      this.#chunks = this.#chunks.filter((one) => one.endMs >= chunk.endMs - this.#keepMs);
    }
  }

  /** Every kept chunk that ends after `fromMs`, oldest first. */
  since(fromMs: number): readonly AudioChunk[] {
    return this.#chunks.filter((chunk) => chunk.endMs > fromMs);
  }

  /** The latest `count` samples, fewer where there are fewer. */
  latest(count: number): Int16Array {
    const picked: Int16Array[] = [];
    let missing = count;
    for (let index = this.#chunks.length - 1; index >= 0 && missing > 0; index--) {
      const samples = this.#chunks[index]?.samples ?? new Int16Array();
      picked.unshift(samples.subarray(Math.max(0, samples.length - missing)));
      missing -= samples.length;
    }
    return concatenate(picked);
  }
}

export function concatenate(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
