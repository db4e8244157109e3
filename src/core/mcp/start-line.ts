/**
 * The order in which servers start: a few at a time, and none while a person waits for the assistant's first words.
 *
 * Path: server.ts asks before it connects. Always: a place is kept for `placeMs` at most, so a slow or hung server holds nobody up;
 * a person's wait holds starts up for `courtesyMs` at most; a start that a tool call waits for goes first, at once.
 * Why: ten servers that start together take every core from the talk (P6).
 */
import type { Clock } from '../ports.ts';

/** About what a server of the SDK computes before it answers; what takes longer than that mostly waits for something. */
export const placeMs = 250;
/** A talk that has not answered by then has another trouble than the servers. */
export const courtesyMs = 3_000;

export interface StartLineOptions {
  readonly clock: Clock;
  /** Starts at the same time: the machine's cores but one. */
  readonly places: number;
  /** Whether a person waits for the assistant just now. */
  isAwaited(): boolean;
}

/** Asks to be let in; `left` gives the place back. */
export interface Place {
  /** Resolves when the start may begin. */
  readonly entered: Promise<void>;
  /** Begins now, whoever else waits. */
  hurry(): void;
  /** The start ended, or is wanted no more. */
  leave(): void;
}

interface Waiting {
  readonly sinceMs: number;
  enter(): void;
}

export class StartLine {
  readonly #options: StartLineOptions;
  readonly #waiting = new Set<Waiting>();
  #taken = 0;
  #heldUntilMs = 0;
  #cancelLook: () => void = () => {};

  constructor(options: StartLineOptions) {
    this.#options = options;
  }

  join(): Place {
    const { clock } = this.#options;
    const { promise: entered, resolve } = Promise.withResolvers<void>();
    let giveBack = (): void => {};
    const waiting: Waiting = {
      sinceMs: clock.nowMs(),
      enter: () => {
        this.#waiting.delete(waiting);
        this.#taken += 1;
        let kept = true;
        const cancelTimer = clock.after(placeMs, () => giveBack());
        giveBack = () => {
          if (!kept) return;
          kept = false;
          cancelTimer();
          this.#taken -= 1;
          this.look();
        };
        resolve();
      },
    };
    this.#waiting.add(waiting);
    this.look();
    return {
      entered,
      hurry: () => {
        if (this.#waiting.has(waiting)) waiting.enter();
      },
      leave: () => {
        this.#waiting.delete(waiting);
        resolve();
        giveBack();
      },
    };
  }

  /** Lets nobody in for so long. */
  hold(durationMs: number): void {
    this.#heldUntilMs = this.#options.clock.nowMs() + durationMs;
  }

  /** Lets in who may enter; to be called when a person's wait has ended. */
  look(): void {
    const { clock, places, isAwaited } = this.#options;
    this.#cancelLook();
    for (const waiting of this.#waiting) {
      if (this.#taken >= places) return;
      const untilMs = Math.max(this.#heldUntilMs, isAwaited() ? waiting.sinceMs + courtesyMs : 0);
      const waitMs = untilMs - clock.nowMs();
      if (waitMs > 0) {
        this.#cancelLook = clock.after(waitMs, () => this.look());
        return;
      }
      waiting.enter();
    }
  }
}
