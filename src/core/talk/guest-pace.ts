/**
 * How many messages a guest may send: each is a turn that its owner pays for, and stops the answer before it.
 *
 * Path: talks.ts -> here. Always: bounded in memory; a message that is refused counts nothing. Source: REQUIREMENTS R1 (rate limit).
 */
import { AppError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';

/** More than a person types, and too few to run up a bill. */
const maximumMessages = 20;
const windowMs = 60_000;

/** Counts messages by identity. */
export class GuestPace {
  readonly #clock: Clock;
  readonly #sent = new Map<string, readonly number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A message is about to be sent. @throws {AppError} talk/too-often */
  sends(identity: string): void {
    const nowMs = this.#clock.nowMs();
    const recent = (this.#sent.get(identity) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    if (recent.length >= maximumMessages) {
      throw new AppError(
        'talk/too-often',
        'These were many messages in one minute. Wait a little, then send it again.',
      );
    }
    this.#forgetSilent(nowMs);
    this.#sent.set(identity, [...recent, nowMs]);
  }

  #forgetSilent(nowMs: number): void {
    for (const [identity, sent] of this.#sent) if ((sent.at(-1) ?? 0) <= nowMs - windowMs) this.#sent.delete(identity);
  }
}
