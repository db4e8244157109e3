/**
 * How often an address may try codes that are not good.
 *
 * Path: share.ts -> here. Always: bounded in memory; good codes are not counted. Source: REQUIREMENTS R1 (rate limit).
 */
import { AppError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import { RecentTimes } from '../recent-times.ts';

/** Failed attempts of one address within `windowMs` until it has to wait: a person's mistakes, and no guessing. */
const maximumFailures = 10;
const windowMs = 60_000;
/** Beyond it the address that was quiet the longest is forgotten. */
const maximumAddresses = 1_000;

/** Counts failures by address. */
export class JoinAttempts {
  readonly #failures: RecentTimes;

  constructor(clock: Clock) {
    this.#failures = new RecentTimes({ clock, windowMs, maximumKeys: maximumAddresses });
  }

  /** @throws {AppError} share/too-many-attempts */
  check(address: string): void {
    if (this.#failures.count(address) < maximumFailures) return;
    throw new AppError(
      'share/too-many-attempts',
      'Too many links that are not good were tried from here. Wait a minute, then open the link again.',
    );
  }

  failed(address: string): void {
    this.#failures.add(address);
  }
}
