/**
 * The call that its owner is asked about, and which of their turns may answer it.
 *
 * Path: talk-session -> here -> turns/spoken-approval.ts knows the words.
 * Always: only the owner's own voice answers, in a turn that began when the call already waited and had been named aloud.
 * Source: docs/adr/0008-approval-by-voice.md.
 */
import { isOwnerIdentity } from '../contract/index.ts';
import type { AwaitedCall, CallId, MethodInput } from '../contract/index.ts';
import type { TakesWords } from './brain.ts';
import { spokenApproval } from './turns/spoken-approval.ts';

export interface AwaitedApprovalEvents {
  onAnswered(id: CallId, answer: MethodInput<'agent.approvalSpoken'>['answer']): void;
  /** The words may have been meant as an answer, and were not clear. */
  onUnclear(): void;
}

export class AwaitedApproval {
  readonly #events: AwaitedApprovalEvents;
  #awaited: AwaitedCall | null = null;
  /** The call that waited when the turn that is being spoken began. */
  #answerable: AwaitedCall | null = null;

  constructor(events: AwaitedApprovalEvents) {
    this.#events = events;
  }

  setAwaited(call: AwaitedCall | null): void {
    this.#awaited = call;
  }

  /** This person begins to speak. */
  turnBegan(identity: string): void {
    this.#answerable = isOwnerIdentity(identity) && this.#awaited?.byVoice ? this.#awaited : null;
  }

  /** What takes the words of the turn that has ended; undefined where they are no answer. `named`: the call that was named aloud. */
  takesWords(named: CallId | null): TakesWords | undefined {
    const call = this.#answerable;
    if (!call || named !== call.id) return undefined;
    return (text) => {
      const answer = this.#awaited?.id === call.id ? spokenApproval(text) : null;
      if (answer === 'unclear') this.#events.onUnclear();
      else if (answer) this.#events.onAnswered(call.id, answer);
      return answer !== null;
    };
  }
}
