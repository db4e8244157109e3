/**
 * How many messages a guest may send: each is a turn that its owner pays for, and stops the answer before it.
 *
 * Path: talks.ts -> here. Always: bounded in memory; a message that is refused counts nothing. Source: REQUIREMENTS R1 (rate limit).
 */
import { AppError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import { RecentTimes } from '../recent-times.ts';

/** More than a person types, and too few to run up a bill. */
const maximumMessages = 20;
const windowMs = 60_000;

/** Counts messages by identity. */
export class GuestPace {
  readonly #sent: RecentTimes;

  constructor(clock: Clock) {
    this.#sent = new RecentTimes({ clock, windowMs });
  }

  /** A message is about to be sent. @throws {AppError} talk/too-often */
  sends(identity: string): void {
    if (this.#sent.count(identity) >= maximumMessages) {
      throw new AppError(
        'talk/too-often',
        'These were many messages in one minute. Wait a little, then send it again.',
      );
    }
    this.#sent.add(identity);
  }
}
