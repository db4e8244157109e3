/**
 * Hears when the agent begins to speak: the first loud frame after a stretch of quiet. Pure over its own state.
 */

export interface OnsetRules {
  /** Root mean square (full scale 32768) from which a frame is loud. */
  readonly loudLevel: number;
  /** Quiet that must come before an onset: longer than the gaps between words. */
  readonly quietMs: number;
}

export const defaultRules: OnsetRules = { loudLevel: 200, quietMs: 250 };

export class OnsetDetector {
  readonly #rules: OnsetRules;
  #lastLoudAtMs = -Infinity;

  constructor(rules: OnsetRules = defaultRules) {
    this.#rules = rules;
  }

  /** When the last loud frame came; -Infinity before the first. */
  get lastLoudAtMs(): number {
    return this.#lastLoudAtMs;
  }

  /** Takes a frame that arrived at `atMs`; true where speech begins with it. */
  push(samples: Int16Array, atMs: number): boolean {
    if (rootMeanSquare(samples) < this.#rules.loudLevel) return false;
    const begins = atMs - this.#lastLoudAtMs >= this.#rules.quietMs;
    this.#lastLoudAtMs = atMs;
    return begins;
  }
}

export function rootMeanSquare(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
