/**
 * Tells when one file of a folder may have changed. Reports too often rather than too seldom; the reader compares contents.
 *
 * Always: the folder is watched, not the file, because editors replace files; where the system gives no watch, the file is
 * looked at every second. Never keeps the process alive.
 */
import { unwatchFile, watch, watchFile } from 'node:fs';
import path from 'node:path';

/** Calls `changed` at most once per `quietMs`; returns the end of it. */
export function watchOneFile(file: string, quietMs: number, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, quietMs).unref();
  };
  const stop = startWatch(file, soon);
  return () => {
    stop();
    clearTimeout(timer);
  };
}

function startWatch(file: string, soon: () => void): () => void {
  const poll = (): (() => void) => {
    watchFile(file, { persistent: false, interval: 1000 }, soon);
    return () => unwatchFile(file, soon);
  };
  const name = path.basename(file);
  try {
    const watcher = watch(path.dirname(file), { persistent: false }, (_, changedName) => {
      if (changedName === null || changedName === name) soon();
    });
    let stop = (): void => watcher.close();
    watcher.on('error', () => {
      watcher.close();
      stop = poll();
    });
    return () => stop();
  } catch {
    return poll();
  }
}
