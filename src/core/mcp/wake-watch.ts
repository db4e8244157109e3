/**
 * Notices that the machine was asleep, where no shell tells it: a timer that comes far too late.
 *
 * Path: create-core.ts -> here -> registry.ts looks at every server. Always: a false alarm only costs a look.
 */
import type { Clock } from '../ports.ts';

/** Between two looks at the clock. */
export const lookEveryMs = 5_000;

/** A busy machine is late by less than this, a sleep that matters lasts longer. */
export const leastSleepMs = 10_000;

/** Whether so much more time passed than was waited for that the machine must have stood still. */
const hasSlept = (lookedAtMs: number, nowMs: number): boolean => nowMs - lookedAtMs >= lookEveryMs + leastSleepMs;

/** Calls `onWoke` after each sleep. Returns the end of it. */
export function watchForWake(clock: Clock, onWoke: () => void): () => void {
  let lookedAtMs = clock.nowMs();
  let cancel = (): void => {};
  const look = (): void => {
    const nowMs = clock.nowMs();
    const slept = hasSlept(lookedAtMs, nowMs);
    lookedAtMs = nowMs;
    cancel = clock.after(lookEveryMs, look);
    if (slept) onWoke();
  };
  cancel = clock.after(lookEveryMs, look);
  return () => cancel();
}
