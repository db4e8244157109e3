/**
 * One host per profile: a lock of the operating system that ends with its process, however that ends.
 *
 * Node has no file lock of its own; SQLite's exclusive lock is one (fcntl, LockFileEx), so a lock of a dead process is never
 * left over and a reused pid never mistaken for its holder. `run.pid` beside it only names the holder for people.
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

const sqliteBusy = 5;

/** A database that nobody refers to is collected, and its lock is free. */
const held = new Set<DatabaseSync>();

/** @throws {AppError} host/already-running with `data.pid` of the holder (null when it is not known yet). */
export function lockProfile(folder: string): ProfileLock {
  const pidFile = path.join(folder, 'run.pid');
  const lockFile = path.join(folder, 'run.lock');
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    chmodSync(lockFile, 0o600);
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch (thrown) {
    database.close();
    if (errorNumber(thrown) !== sqliteBusy) throw thrown;
    throw alreadyRunning(readPid(pidFile));
  }
  rmSync(pidFile, { force: true });
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 });
  held.add(database);
  return {
    release() {
      if (!held.delete(database)) return;
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function alreadyRunning(pid: number | null): AppError {
  const holder = pid === null ? 'another process' : `process ${pid}`;
  const words = `Parley is already running on this profile (${holder}). Use that one, or choose another profile with --data-dir.`;
  return new AppError('host/already-running', words, { data: { pid } });
}

function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function errorNumber(thrown: unknown): number | null {
  const found = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : null;
  return typeof found === 'number' ? found & 0xff : null;
}
