/**
 * Drives the provider watch with real time.
 *
 * Path: realtime-brain reports -> here -> stepWatch -> `onFailure`, once.
 */
import type { AgentClock } from '../clock.ts';
import { deadlineOf, initialWatch, stepWatch } from './provider-watch-state.ts';
import type { WatchDeadlines, WatchEvent, WatchFailure, WatchState } from './provider-watch-state.ts';

export class ProviderWatch {
  readonly #clock: AgentClock;
  readonly #deadlines: WatchDeadlines;
  readonly #onFailure: (failure: WatchFailure) => void;
  #state: WatchState = initialWatch;
  #cancelWake: () => void = () => undefined;

  constructor(options: { clock: AgentClock; deadlines: WatchDeadlines; onFailure: (failure: WatchFailure) => void }) {
    this.#clock = options.clock;
    this.#deadlines = options.deadlines;
    this.#onFailure = options.onFailure;
  }

  report(event: WatchEvent): void {
    const { state, failure } = stepWatch(this.#state, event, this.#clock.nowMs(), this.#deadlines);
    this.#state = state;
    this.#cancelWake();
    const deadlineMs = deadlineOf(state, this.#deadlines);
    if (deadlineMs !== null) {
      this.#cancelWake = this.#clock.after(Math.max(0, deadlineMs - this.#clock.nowMs()), () =>
        this.report({ type: 'woke' }),
      );
    }
    if (failure) this.#onFailure(failure);
  }

  close(): void {
    this.#cancelWake();
  }
}
