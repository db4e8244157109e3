/**
 * Opens the one database file: WAL, migrated, checked; one that is damaged is set aside and a new one begun.
 *
 * Path: sqlite-worker -> here. Always: a set-aside file is kept under a free name with its WAL; files have mode 0600.
 * Source: DESIGN §7, FAULTS F34.
 */
import { chmodSync, existsSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrations.ts';

/** `setAside`: the name the damaged file got, or null. */
export interface OpenedDatabase {
  readonly database: DatabaseSync;
  readonly setAside: string | null;
}

/** Checking a larger file whole would delay the first answer; damage there shows at its first use. */
const wholeCheckBelowBytes = 32_000_000;

export function openDatabase(file: string): OpenedDatabase {
  try {
    return { database: openChecked(file), setAside: null };
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    const setAside = setDatabaseAside(file);
    return { database: openChecked(file), setAside };
  }
}

/** Moves the file and what belongs to it away; returns the new name. The database must be closed. */
export function setDatabaseAside(file: string): string {
  const { dir, name, ext } = path.parse(file);
  const time = new Date().toISOString().replaceAll(':', '-');
  let stem = `${name}.broken-${time}`;
  for (let attempt = 2; existsSync(path.join(dir, stem + ext)); attempt++) stem = `${name}.broken-${time}-${attempt}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, path.join(dir, stem + ext + suffix));
  }
  return stem + ext;
}

/** True for SQLite's words that the file itself is damaged or is none of its own. */
export function isDamage(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code === 11 || code === 26;
}

/** SQLite's primary result code, or null for another failure. */
function sqliteCode(thrown: unknown): number | null {
  const found = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : null;
  return typeof found === 'number' ? found & 0xff : null;
}

class Damaged extends Error {
  readonly errcode = 11;
}

function openChecked(file: string): DatabaseSync {
  const existed = existsSync(file);
  const sizeBytes = existed ? statSync(file).size : 0;
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    chmodSync(file, 0o600);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608;');
    if (existed && sizeBytes < wholeCheckBelowBytes) {
      const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
      if (found !== 'ok') throw new Damaged(String(found));
    }
    migrate(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
