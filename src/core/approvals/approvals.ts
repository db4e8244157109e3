/**
 * Calls that wait for their owner's answer.
 *
 * Path: core/mcp/call-tool.ts -> here <- the owner's answer over the bridge.
 * Always: an answer is bound to one call's id and to the arguments shown under it; each waits 30 s, then silence is no;
 * an answered or expired id is unknown from then on.
 */
import { AppError } from '../../contract/index.ts';
import type { Approval, ApprovalAnswer, CallId, RoomName } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock } from '../ports.ts';

/** Long enough to read the arguments, short enough for a talk. */
export const approvalTimeoutMs = 30_000;

/** How a question ended; `cancelled`: withdrawn by the call itself. */
export type ApprovalOutcome = ApprovalAnswer | 'expired' | 'cancelled';

/** What its owner is asked. `byVoice`: as decide-approval.ts says; a call of no talk is not answered in one. */
export type Question = Omit<Approval, 'requestedAtMs' | 'expiresAtMs'>;

interface Waiting {
  readonly approval: Approval;
  settle(outcome: ApprovalOutcome): void;
}

/** The questions that wait. */
export class Approvals {
  readonly #clock: Clock;
  readonly #hub: EventHub;
  readonly #waiting = new Map<CallId, Waiting>();
  readonly #listeners = new Set<() => void>();

  constructor(options: { clock: Clock; hub: EventHub }) {
    this.#clock = options.clock;
    this.#hub = options.hub;
    this.#hub.provide('approvals.changed', () => this.list());
  }

  /** Who is told that a question opened or ended. */
  onChanged(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Oldest first. */
  list(): Approval[] {
    return [...this.#waiting.values()].map((waiting) => waiting.approval);
  }

  /** Asks and waits. An abort withdraws the question. */
  request(question: Question, signal: AbortSignal): Promise<ApprovalOutcome> {
    if (signal.aborted) return Promise.resolve('cancelled');
    const requestedAtMs = this.#clock.nowMs();
    const approval: Approval = {
      ...question,
      arguments: structuredClone(question.arguments),
      byVoice: question.byVoice && question.room !== null,
      requestedAtMs,
      expiresAtMs: requestedAtMs + approvalTimeoutMs,
    };
    return new Promise((resolve) => {
      const onAbort = (): void => settle('cancelled');
      const settle = (outcome: ApprovalOutcome): void => {
        if (!this.#waiting.delete(approval.id)) return;
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
        this.#publish();
        resolve(outcome);
      };
      const cancelTimer = this.#clock.after(approvalTimeoutMs, () => settle('expired'));
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(approval.id, { approval, settle });
      this.#publish();
    });
  }

  /** @throws {AppError} approvals/unknown when nothing waits under this id (any more). */
  answer(id: CallId, answer: ApprovalAnswer): void {
    const waiting = this.#waiting.get(id);
    if (!waiting || this.#clock.nowMs() >= waiting.approval.expiresAtMs) {
      throw new AppError(
        'approvals/unknown',
        'No call waits under this id; it was answered already, or its 30 seconds are over.',
      );
    }
    waiting.settle(answer);
  }

  /**
   * The owner's own voice in the talk that the call belongs to.
   * @throws {AppError} approvals/unknown when no such call of that talk waits; approvals/needs-look when it has to be seen first
   */
  answerAloud(room: RoomName, id: CallId, answer: 'once' | 'deny'): void {
    const approval = this.#waiting.get(id)?.approval;
    if (approval?.room !== room)
      throw new AppError('approvals/unknown', `No call of the talk "${room}" waits under this id.`);
    if (answer === 'once' && !approval.byVoice) {
      throw new AppError('approvals/needs-look', `Look at what "${approval.tool}" would do, and answer in the window.`);
    }
    this.answer(id, answer);
  }

  #publish(): void {
    this.#hub.publish('approvals.changed', null, this.list());
    for (const listener of this.#listeners) listener();
  }
}

/** The bridge's methods on waiting approvals. */
export function approvalHandlers(approvals: Approvals): Pick<Handlers, 'approvals.list' | 'approvals.answer'> {
  return {
    'approvals.list': () => approvals.list(),
    'approvals.answer': ({ id, answer }) => approvals.answer(id, answer),
  };
}
