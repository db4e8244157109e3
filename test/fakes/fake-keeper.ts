/**
 * A keeper that only remembers which groups it watches.
 */
import type { Keeper } from '../../src/core/ports.ts';

export class FakeKeeper implements Keeper {
  readonly marker = { PARLEY_TEST_MARKER: 'test' };
  readonly watched = new Set<number>();

  watch(pgid: number): void {
    this.watched.add(pgid);
  }

  unwatch(pgid: number): void {
    this.watched.delete(pgid);
  }

  sweep(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
