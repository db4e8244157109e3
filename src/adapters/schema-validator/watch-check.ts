/**
 * Watches that a check in a thread keeps its deadline, by the time that the thread was given: where others take the processor,
 * a good check ends late and is not a slow one.
 *
 * Path: worker-schema-validator -> here. Always: `onOver` at most once, never after the watch was ended; a thread that gets no
 * time at all is over too, at the backstop.
 */
import type { Worker } from 'node:worker_threads';

export interface CheckWatch {
  readonly worker: Worker;
  /** What the thread had used when the check was sent. */
  readonly usedBeforeMs: number;
  /** Processor time that the check may use. */
  readonly deadlineMs: number;
  /** Time by the clock, for what says nothing of its processor time. */
  readonly backstopMs: number;
  readonly onOver: () => void;
}

/** Looking again costs less than this. */
const shortestMs = 10;

/** Returns what ends the watch. */
export function watchCheck({ worker, usedBeforeMs, deadlineMs, backstopMs, onOver }: CheckWatch): () => void {
  let timer: NodeJS.Timeout;
  let ended = false;
  const end = (): void => {
    ended = true;
    clearTimeout(timer);
    clearTimeout(backstop);
  };
  const over = (): void => {
    if (ended) return;
    end();
    onOver();
  };
  const lookIn = (delayMs: number): void => {
    if (!ended) timer = setTimeout(afterReading(look), delayMs);
  };
  const look = (): void => {
    if (ended) return;
    worker.cpuUsage().then(
      (usage) => {
        const leftMs = deadlineMs - (toMs(usage) - usedBeforeMs);
        if (leftMs > 0) lookIn(Math.max(leftMs, shortestMs));
        else afterReading(over)();
      },
      // The thread has ended, and tells so itself.
      () => undefined,
    );
  };
  const backstop = setTimeout(afterReading(over), backstopMs);
  lookIn(deadlineMs);
  return end;
}

/** After a pause of our own thread the answer may already be waiting: it is read first. */
const afterReading = (act: () => void) => (): void => void setImmediate(act);

export const toMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
