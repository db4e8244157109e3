/**
 * Time, ids and hashes of the real machine.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Clock, Hasher, Ids } from '../../core/ports.ts';

/** setTimeout fires at once beyond this; longer delays are waited for in steps. */
const longestTimeoutMs = 2_147_483_647;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, run) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestTimeoutMs);
      timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : run()), stepMs);
    };
    wait(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

export const systemIds: Ids = {
  id: () => randomUUID(),
};

export const sha256Hasher: Hasher = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};
