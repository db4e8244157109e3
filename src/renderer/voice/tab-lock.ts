/**
 * Among the tabs of one host, exactly one holds the microphone: a Web Lock.
 *
 * Always: `steal` ends the other tab's hold, which is told through `onLost`; a browser without locks behaves like a single tab.
 */

const lockName = 'parley-microphone';

export interface TabLock {
  acquire(steal: boolean, onLost: () => void): Promise<boolean>;
  release(): void;
  /** Whether another tab holds it now; `onFree` is called when it no longer does. */
  watch(onFree: () => void): Promise<boolean>;
}

export function createTabLock(locks: LockManager | undefined): TabLock {
  let release: (() => void) | null = null;
  let waiting: AbortController | null = null;
  return {
    acquire(steal, onLost) {
      waiting?.abort();
      if (!locks) return Promise.resolve(true);
      return new Promise((resolve) => {
        let letGo = (): void => undefined;
        const held = new Promise<void>((done) => (letGo = done));
        const options: LockOptions = steal ? { steal: true } : { ifAvailable: true };
        locks
          .request(lockName, options, (lock) => {
            resolve(lock !== null);
            if (!lock) return undefined;
            release = letGo;
            return held;
          })
          .catch(() => {
            if (release !== letGo) return;
            release = null;
            onLost();
          });
      });
    },
    release() {
      release?.();
      release = null;
    },
    async watch(onFree) {
      if (!locks || release) return false;
      const { held } = await locks.query();
      if (!held?.some((lock) => lock.name === lockName)) return false;
      waiting?.abort();
      const abort = (waiting = new AbortController());
      locks.request(lockName, { signal: abort.signal, mode: 'shared' }, () => undefined).then(onFree, () => undefined);
      return true;
    },
  };
}
