import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../src/adapters/sqlite/migrations.ts';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { callOutcome } from '../../../src/contract/index.ts';
import type { CallCursor, CallRecord, LogQuery } from '../../../src/contract/index.ts';
import { FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';
import { aRecord } from './records.ts';

const workerProgram = path.join(import.meta.dirname, '../../../src/adapters/sqlite/sqlite-worker.ts');
const text = (words: string, isError = false): unknown => ({ content: [{ type: 'text', text: words }], isError });

describe('[M16] the call log in SQLite', () => {
  let folder: string;
  let database: SqliteDatabase;
  const open = (): SqliteDatabase =>
    new SqliteDatabase({
      file: path.join(folder, 'parley.db'),
      workerProgram,
      clock: systemClock,
      seal: new FakeSeal(),
      logger: new FakeLogger(),
    });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'parley-log-'));
    database = open();
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const ids = async ({ limit = 100, ...query }: LogQuery): Promise<string[]> =>
    (await database.calls.list({ limit, ...query })).map(({ id }) => String(id));
  const add = (...records: CallRecord[]): void => records.forEach((record) => database.calls.append(record));
  const cursor = (record: CallRecord | undefined): CallCursor => record ?? aRecord();

  it('is narrowed by server, outcome, time and words together, and counted', async () => {
    add(
      aRecord({ id: 'a', startedAtMs: 10 }),
      aRecord({ id: 'b', startedAtMs: 20, result: text('no such file', true), error: 'no such file' }),
      aRecord({ id: 'c', startedAtMs: 30, result: null, error: 'gone' }),
      aRecord({ id: 'd', startedAtMs: 40, result: null, error: 'no', approval: 'denied' }),
      aRecord({ id: 'e', startedAtMs: 50, result: null, error: 'no', approval: 'refused-by-policy', server: 'other' }),
      aRecord({ id: 'f', startedAtMs: 60, result: null, error: 'late', approval: 'expired' }),
    );
    const found = await Promise.all([
      ids({ outcome: 'done' }),
      ids({ outcome: 'toolError' }),
      ids({ outcome: 'failed' }),
      ids({ outcome: 'denied' }),
      ids({ outcome: 'expired' }),
      ids({ outcome: 'denied', server: 'other' }),
      ids({ sinceMs: 20, beforeMs: 40 }),
      ids({ sinceMs: 20, search: 'such' }),
    ]);
    expect(found).toEqual([['a'], ['b'], ['c'], ['e', 'd'], ['f'], ['e'], ['c', 'b'], ['b']]);
    expect(await database.calls.count({ outcome: 'denied' })).toEqual({ total: 2, latest: 'e' });
    expect(await database.calls.count({ server: 'nobody' })).toEqual({ total: 0, latest: null });
  });

  it('is paged by cursor without a gap or a repetition, also among calls of one moment', async () => {
    add(...Array.from({ length: 25 }, (_, index) => aRecord({ id: `c${index}`, startedAtMs: Math.floor(index / 10) })));
    const seen: string[] = [];
    let after: CallCursor | undefined;
    for (;;) {
      const page = await database.calls.list({ limit: 4, ...(after && { after }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => String(id)));
      after = cursor(page.at(-1));
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `c${24 - index}`));
  });

  it('keeps the place of a row while calls are added, also one that started long ago', async () => {
    add(...Array.from({ length: 10 }, (_, index) => aRecord({ id: `c${index}`, startedAtMs: index })));
    const { latest } = await database.calls.count({});
    expect(latest).toBe('c9');
    add(aRecord({ id: 'new', startedAtMs: 100 }), aRecord({ id: 'slow', startedAtMs: 8.5 }));
    expect(await ids({ ...(latest && { asOf: latest }), skip: 3, limit: 2 })).toEqual(['c6', 'c5']);
    expect(await ids({ limit: 3 })).toEqual(['new', 'c9', 'slow']);
    expect((await database.calls.count({})).latest).toBe('slow');
  });

  it('ends a page of large records early, never before its first, and cuts them where brief ones will do', async () => {
    const large = 'x'.repeat(3_000_000);
    add(
      ...['a', 'b', 'c'].map((id, index) => aRecord({ id, startedAtMs: index, result: text(large, true), error: 'x' })),
    );
    expect(await ids({})).toEqual(['c', 'b']);
    const brief = await database.calls.list({ limit: 10, brief: true });
    expect(brief.map((record) => callOutcome(record))).toEqual(['toolError', 'toolError', 'toolError']);
    expect(JSON.stringify(brief).length).toBeLessThan(10_000);
    expect((await database.calls.get('a'))?.result).toEqual(text(large, true));
  });

  it('of an older Parley is searched by server and device, too, and keeps what it had', async () => {
    await database.close();
    rmSync(path.join(folder, 'parley.db'));
    const older = new DatabaseSync(path.join(folder, 'parley.db'));
    for (const sql of migrations.slice(0, 8)) older.exec(sql);
    older.exec('PRAGMA user_version = 8');
    const record = aRecord({ id: 'old', device: 'Kitchen tablet' });
    older
      .prepare('INSERT INTO calls (number, id, server, tool, started_at_ms, record) VALUES (7, ?, ?, ?, ?, ?)')
      .run(record.id, record.server, record.tool, record.startedAtMs, JSON.stringify(record));
    older
      .prepare('INSERT INTO call_words (rowid, tool, arguments, result, error) VALUES (7, ?, ?, ?, ?)')
      .run(record.tool, JSON.stringify(record.arguments), JSON.stringify(record.result), '');
    older.close();
    database = open();
    add(aRecord({ id: 'new', device: 'You', startedAtMs: 9 }));
    const found = ['kitchen', 'files', 'honey', 'you', 'read tablet'].map((search) => ids({ search }));
    expect(await Promise.all(found)).toEqual([['old'], ['new', 'old'], ['new', 'old'], ['new'], ['old']]);
    expect(await database.calls.get('old')).toEqual(record);
  });

  it('of an older Parley learns its outcomes, by the same rules', async () => {
    const records = [
      aRecord({ id: 'a' }),
      aRecord({ id: 'b', result: text('bad', true), error: 'bad' }),
      aRecord({ id: 'c', error: 'gone', result: null }),
      aRecord({ id: 'd', approval: 'denied', error: 'no', result: null }),
      aRecord({ id: 'e', approval: 'expired', error: 'late', result: null }),
    ];
    add(...records);
    await database.close();
    const older = new DatabaseSync(path.join(folder, 'parley.db'));
    older.exec('DROP INDEX calls_by_outcome; ALTER TABLE calls DROP COLUMN outcome');
    older.exec('ALTER TABLE conversations DROP COLUMN is_over; DROP TABLE locked_rooms');
    const first = migrations.findIndex((one) => one.includes('calls_by_outcome'));
    for (const sql of migrations.slice(first)) older.exec(sql);
    const rows = older.prepare('SELECT id, outcome FROM calls ORDER BY id').all();
    older.close();
    expect(rows.map((row) => row['outcome'])).toEqual(records.map((record) => callOutcome(record)));
  });
});
