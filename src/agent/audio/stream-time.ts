/**
 * When each chunk of a microphone's sound ended: by its length where chunks are read in bunches, by the clock after a gap.
 *
 * Path: microphones.ts asks for each chunk. So silence is measured in the sound, not in how late it was read.
 * Always: never ahead of the clock; sound that was lost on the way (its time passed all the same) is caught up within a second.
 */

/** Above what reading may lag behind, below a mute that anyone makes. */
const gapMs = 300;

/** A lag that stays for this long is lost sound, not late reading: late chunks are read with almost no lag at the bunch's end. */
const settleMs = 1_000;

export class StreamTime {
  #endMs = -Infinity;
  #leastLagMs = Infinity;
  #sinceMs = 0;

  /** The end of a chunk of this length that was read at `nowMs`. */
  next(durationMs: number, nowMs: number): number {
    const expectedMs = this.#endMs + durationMs;
    if (nowMs - expectedMs > gapMs) {
      this.#settle(nowMs, nowMs);
    } else {
      this.#endMs = Math.min(nowMs, expectedMs);
      this.#leastLagMs = Math.min(this.#leastLagMs, nowMs - this.#endMs);
      if (nowMs - this.#sinceMs >= settleMs) this.#settle(this.#endMs + this.#leastLagMs, nowMs);
    }
    return this.#endMs;
  }

  #settle(endMs: number, nowMs: number): void {
    this.#endMs = endMs;
    this.#leastLagMs = Infinity;
    this.#sinceMs = nowMs;
  }
}
