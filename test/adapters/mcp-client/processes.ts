/**
 * The process table, for tests that must leave nothing behind.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { isAlive } from '../../fixtures/is-alive.ts';

/** Live processes whose environment holds the text. */
export function carrying(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(text) && isAlive(pid);
      } catch {
        return false;
      }
    });
}

/** Resolves when `isSo`; the table has no events, so it is looked at. */
export async function untilTrue(isSo: () => boolean, limitMs: number): Promise<boolean> {
  const untilMs = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > untilMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
