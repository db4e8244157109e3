/**
 * A clock that moves only when told. Timers run in order of their time, then of their creation.
 */
import type { Clock } from '../../src/core/ports.ts';

export class FakeClock implements Clock {
  #nowMs: number;
  #next = 0;
  readonly #timers = new Map<number, { atMs: number; run: () => void }>();

  constructor(nowMs = 1_000_000) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { atMs: this.#nowMs + Math.max(0, delayMs), run });
    return () => this.#timers.delete(id);
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on by `durationMs`, running what falls due; also what those runs add within the span. */
  advance(durationMs: number): void {
    const untilMs = this.#nowMs + durationMs;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.atMs <= untilMs)
        .sort((a, b) => a[1].atMs - b[1].atMs || a[0] - b[0])[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#nowMs = Math.max(this.#nowMs, due[1].atMs);
      due[1].run();
    }
    this.#nowMs = untilMs;
  }

  /** As `advance`, with promises settled after each timer. */
  async advanceAsync(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settle();
    for (;;) {
      const next = Math.min(...[...this.#timers.values()].map((timer) => timer.atMs));
      if (next > untilMs) break;
      this.advance(Math.max(0, next - this.#nowMs));
      await settle();
    }
    this.advance(untilMs - this.#nowMs);
    await settle();
  }

  /** The process stands still for so long: what falls due meanwhile runs afterwards, once. */
  stall(durationMs: number): void {
    this.#nowMs += durationMs;
    this.advance(0);
  }

  /** Sets the wall clock without running timers, as a user or NTP does. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
    for (const timer of this.#timers.values()) timer.atMs += byMs;
  }
}

async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
}
