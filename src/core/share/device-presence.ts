/**
 * Which devices that came by a link are connected, and which have been away for too long.
 *
 * Path: the origin's front desk -> share.ts -> here.
 * Always: a device may have several connections; it is away once the last one has ended, and has some minutes to come back.
 */
import type { Clock } from '../ports.ts';

/** A device without a connection counts as gone after this: a phone in a pocket may come back. */
const absentMs = 600_000;

/** Tells `onGone` of who did not come back in time. */
export interface DevicePresenceOptions {
  readonly clock: Clock;
  /** Whether this device may come back at all. */
  mayReturn(identity: string): boolean;
  onGone(identity: string): void;
}

/** By LiveKit identity. */
export class DevicePresence {
  readonly #options: DevicePresenceOptions;
  readonly #connections = new Map<string, Set<() => void>>();
  readonly #absences = new Map<string, () => void>();

  constructor(options: DevicePresenceOptions) {
    this.#options = options;
  }

  /** A connection; `end` ends it. Returns the function that tells its own end. */
  arrived(identity: string, end: () => void): () => void {
    const present = this.#connections.get(identity) ?? new Set();
    this.#connections.set(identity, present.add(end));
    this.#isBack(identity);
    return () => {
      if (!present.delete(end) || present.size > 0) return;
      this.#connections.delete(identity);
      if (this.#options.mayReturn(identity)) this.awaitReturn(identity);
    };
  }

  /** Its time to come, or to come back, begins. */
  awaitReturn(identity: string): void {
    const { clock, onGone } = this.#options;
    this.#absences.set(
      identity,
      clock.after(absentMs, () => onGone(identity)),
    );
  }

  /** It is not waited for any more, and its connections are ended. */
  end(identity: string): void {
    this.#isBack(identity);
    for (const end of [...(this.#connections.get(identity) ?? [])]) end();
  }

  /** Nobody is waited for any more. */
  close(): void {
    for (const cancel of this.#absences.values()) cancel();
  }

  #isBack(identity: string): void {
    this.#absences.get(identity)?.();
    this.#absences.delete(identity);
  }
}
