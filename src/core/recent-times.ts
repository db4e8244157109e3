/**
 * How often something happened lately, by whose doing.
 *
 * Path: join-attempts.ts, guest-pace.ts -> here. Always: bounded in memory: who did nothing within the window is forgotten.
 */
import type { Clock } from './ports.ts';

export interface RecentTimesOptions {
  readonly clock: Clock;
  readonly windowMs: number;
  /** Beyond it who was quiet the longest is forgotten; left out: nobody within the window is. */
  readonly maximumKeys?: number;
}

/** Counts by key. */
export class RecentTimes {
  readonly #options: RecentTimesOptions;
  /** The quietest first. */
  readonly #times = new Map<string, readonly number[]>();

  constructor(options: RecentTimesOptions) {
    this.#options = options;
  }

  count(key: string): number {
    return this.#recent(key).length;
  }

  /** It happened once more. */
  add(key: string): void {
    const { clock, maximumKeys = Infinity } = this.#options;
    const recent = [...this.#recent(key), clock.nowMs()];
    this.#times.delete(key);
    this.#times.set(key, recent);
    for (const quietest of this.#times.keys()) {
      if (this.#times.size <= maximumKeys && this.count(quietest) > 0) break;
      this.#times.delete(quietest);
    }
  }

  #recent(key: string): number[] {
    const sinceMs = this.#options.clock.nowMs() - this.#options.windowMs;
    return (this.#times.get(key) ?? []).filter((atMs) => atMs > sinceMs);
  }
}
