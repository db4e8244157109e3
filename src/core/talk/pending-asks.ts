/**
 * Typed turns whose asker waits for the whole answer (`talk.ask`).
 *
 * Always: each settles once: by its answer, by a cause that prevents one, by cancel, or by the deadline.
 */
import { AppError } from '../../contract/index.ts';
import type { TurnId, WireError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';

/** An answer may wait for approvals and slow tools, but not for ever. */
const answerDeadlineMs = 600_000;

/** Those who wait, by the turn they asked. */
export class PendingAsks {
  readonly #clock: Clock;
  readonly #waiting = new Map<TurnId, { resolve(text: string): void; reject(error: AppError): void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** @throws {AppError} talk/no-answer, bridge/cancelled, or the cause given to `failAll` */
  wait(turnId: TurnId, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(turnId);
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
      };
      const entry = {
        resolve: (text: string): void => (end(), resolve(text)),
        reject: (error: AppError): void => (end(), reject(error)),
      };
      const onAbort = (): void => entry.reject(new AppError('bridge/cancelled', 'The question was withdrawn.'));
      const cancelTimer = this.#clock.after(answerDeadlineMs, () =>
        entry.reject(new AppError('talk/no-answer', 'No answer came within ten minutes. Ask again.')),
      );
      this.#waiting.set(turnId, entry);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  answered(turnId: TurnId, text: string): void {
    this.#waiting.get(turnId)?.resolve(text);
  }

  failed(turnId: TurnId, cause: WireError): void {
    this.#waiting.get(turnId)?.reject(new AppError(cause.code, cause.message));
  }

  /** Returns the turns that were waited for. */
  failAll(cause: WireError): TurnId[] {
    const turnIds = [...this.#waiting.keys()];
    for (const turnId of turnIds) this.failed(turnId, cause);
    return turnIds;
  }
}
