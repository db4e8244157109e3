/**
 * Links and locked rooms over a real restart of the store, with the core's sharing on it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../src/adapters/sqlite/migrations.ts';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { InviteStore } from '../../../src/core/ports/sharing.ts';
import { aShare } from '../../core/share/rig.ts';
import { FakeIds, FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';

const workerProgram = path.join(import.meta.dirname, '../../../src/adapters/sqlite/sqlite-worker.ts');
const main = RoomName.parse('main');

let folder: string;
let opened: SqliteDatabase[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-invites-'));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((database) => database.close()));
  rmSync(folder, { recursive: true });
});

const file = (): string => path.join(folder, 'parley.db');
function open(seal = new FakeSeal()): SqliteDatabase {
  const logger = new FakeLogger();
  const database = new SqliteDatabase({ file: file(), workerProgram, clock: systemClock, seal, logger });
  opened.push(database);
  return database;
}

/** Sharing on the store as it lies on the disk. */
async function share(store: InviteStore, ids: FakeIds) {
  const sharing = aShare(store, ids);
  await sharing.share.start();
  return sharing;
}

describe('links and locks in SQLite', () => {
  it('[R2] [R3] keeps links, who came by them, and locked rooms over a restart', async () => {
    const ids = new FakeIds();
    const first = open();
    const before = await share(first.invites, ids);
    const { code } = await before.create({ uses: 3 });
    const early = await before.join(code);
    await before.share.setLocked(main, true);
    await before.share.close();
    await first.close();

    const second = open();
    const after = await share(second.invites, ids);
    expect(after.share.view().lockedRooms).toEqual(['main']);
    await expect(after.join(code)).rejects.toMatchObject({ code: 'share/locked' });
    expect(after.share.admit(early.sessionToken)).toMatchObject({ identity: early.identity });
    await after.share.setLocked(main, false);
    await expect(after.join(code)).resolves.toMatchObject({ room: 'main' });
    await after.share.close();
    await second.close();

    const again = await share(open().invites, ids);
    expect(again.share.view()).toMatchObject({ lockedRooms: [], invites: [{ usesLeft: 1 }] });
    await again.share.close();
  });

  it('[R2] takes no link that another wrote, but a lock: it lets nobody in', async () => {
    const theirs = open(new FakeSeal('theirs'));
    const written = await share(theirs.invites, new FakeIds());
    await written.create();
    await written.share.setLocked(main, true);
    await written.share.close();
    await theirs.close();
    const { share: taken } = await share(open().invites, new FakeIds());
    expect(taken.view()).toMatchObject({ lockedRooms: ['main'], invites: [] });
    await taken.close();
  });

  it('[R3] has no room locked where an older Parley left the database, and locks one there', async () => {
    const older = new DatabaseSync(file());
    for (const sql of migrations.slice(0, 9)) older.exec(sql);
    older.exec('PRAGMA user_version = 9');
    older.close();
    const { invites } = open();
    expect(await invites.loadLocked()).toEqual([]);
    await invites.saveLocked(main, true);
    await invites.saveLocked(main, true);
    expect(await invites.loadLocked()).toEqual(['main']);
  });
});
