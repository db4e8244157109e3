/**
 * One host per profile: a lock of the operating system that ends with its process, however that ends.
 *
 * Node has no file lock of its own; SQLite's exclusive lock is one (fcntl, LockFileEx), so a lock of a dead process is never
 * left over and a reused pid never mistaken for its holder. `run.pid` beside it only tells people who the holder is.
 * Always: held until its release or the end of the process, also where nobody keeps what is returned; both files are for their
 * owner only. The lock file is never opened here besides SQLite: closing it would free the lock.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../contract/index.ts';

export interface ProfileLock {
  /** Lets others in. Idempotent. */
  release(): void;
}

/** The app or a host, until somebody ends it; or a command of `parley` that runs without one, and ends by itself. */
export type LockHolder = 'host' | 'command';

const sqliteBusy = 5;

/** A database that nobody refers to is collected, and its lock is free. */
const held = new Set<DatabaseSync>();

/** @throws {AppError} host/already-running with `data.pid` of the holder (null when it is not known yet). */
export function lockProfile(folder: string, as: LockHolder): ProfileLock {
  const pidFile = path.join(folder, 'run.pid');
  const lockFile = path.join(folder, 'run.lock');
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    chmodSync(lockFile, 0o600);
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch (thrown) {
    database.close();
    if (errorNumber(thrown) !== sqliteBusy) throw thrown;
    throw alreadyRunning(readHolder(pidFile));
  }
  rmSync(pidFile, { force: true });
  writeFileSync(pidFile, as === 'host' ? String(process.pid) : `${process.pid} ${as}`, { mode: 0o600 });
  held.add(database);
  return {
    release() {
      if (!held.delete(database)) return;
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

interface Holder {
  readonly pid: number;
  readonly as: LockHolder;
}

function alreadyRunning(holder: Holder | null): AppError {
  return new AppError('host/already-running', wordsOf(holder), { data: { pid: holder?.pid ?? null } });
}

function wordsOf(holder: Holder | null): string {
  const another = 'or choose another profile with --data-dir.';
  if (holder === null) return `Another Parley process uses this profile just now. Try again in a moment, ${another}`;
  if (holder.as === 'command')
    return `A parley command (process ${holder.pid}) works on this profile just now. Try again when it has ended, ${another}`;
  return `Parley is already running on this profile (process ${holder.pid}). Use that one, ${another}`;
}

function readHolder(file: string): Holder | null {
  try {
    const [, pid, as] = /^(\d+)( command)?$/.exec(readFileSync(file, 'utf8')) ?? [];
    return pid ? { pid: Number(pid), as: as ? 'command' : 'host' } : null;
  } catch {
    return null;
  }
}

function errorNumber(thrown: unknown): number | null {
  const found = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : null;
  return typeof found === 'number' ? found & 0xff : null;
}
