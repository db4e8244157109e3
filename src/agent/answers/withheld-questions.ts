/**
 * Questions that are kept back for a moment: until their words are known, or until the reply that was stopped has ended.
 *
 * Path: realtime-brain.ts -> here -> its `ask`, or `onDropped`.
 * Always: each is asked or dropped, once; where what it waits for is late, it is asked as any other; asked where it was put, not
 * on the path of a tool's call that ends just then: there the framework would let its answer call no tool.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { TurnId } from '../../contract/index.ts';
import type { AgentClock } from '../clock.ts';

/** `stillness`: nothing of an earlier reply is to come. */
export type WaitsFor = 'words' | 'stillness';

interface Withheld {
  readonly waitsFor: WaitsFor;
  readonly ask: () => void;
  readonly cancelTimeout: () => void;
}

/** What was cancelled ends within a round trip; what has not is noticed by the watch, with this before it, within 5 s (F6). */
const longestWaitMs: Readonly<Record<WaitsFor, number>> = { words: 2500, stillness: 800 };

export interface WithheldEvents {
  onCountChanged(change: 1 | -1): void;
  onDropped(turnId: TurnId): void;
  /** What it waits for did not come. */
  onLate(waitsFor: WaitsFor): void;
}

export class WithheldQuestions {
  readonly #clock: AgentClock;
  readonly #events: WithheldEvents;
  readonly #questions = new Map<TurnId, Withheld>();

  constructor(clock: AgentClock, events: WithheldEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  withhold(turnId: TurnId, waitsFor: WaitsFor, ask: () => void): void {
    const cancelTimeout = this.#clock.after(longestWaitMs[waitsFor], () => {
      this.#events.onLate(waitsFor);
      this.release(turnId, 'ask');
    });
    this.#questions.set(turnId, { waitsFor, ask: AsyncLocalStorage.bind(ask), cancelTimeout });
    this.#events.onCountChanged(1);
  }

  /** Its words came: a question that waits for stillness by now goes on waiting, or is dropped. */
  heard(turnId: TurnId, how: 'ask' | 'drop'): void {
    if (how === 'drop' || this.#questions.get(turnId)?.waitsFor === 'words') this.release(turnId, how);
  }

  release(turnId: TurnId, how: 'ask' | 'drop'): void {
    const question = this.#questions.get(turnId);
    if (!question) return;
    this.#questions.delete(turnId);
    question.cancelTimeout();
    if (how === 'ask') question.ask();
    else this.#events.onDropped(turnId);
    this.#events.onCountChanged(-1);
  }

  /** Questions are asked in the order in which they were put. */
  releaseAll(how: 'ask' | 'drop', waitsFor?: WaitsFor): void {
    for (const [turnId, question] of [...this.#questions])
      if (waitsFor === undefined || question.waitsFor === waitsFor) this.release(turnId, how);
  }
}
