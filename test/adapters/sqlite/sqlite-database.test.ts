import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callHasWords, ConversationId, defaultRoom, RoomName } from '../../../src/contract/index.ts';
import type { AppError } from '../../../src/contract/index.ts';
import type { ServerMemory, ToolPin } from '../../../src/core/ports.ts';
import { grantsCallsTurns } from '../../../src/adapters/sqlite/migrations/0001-grants-calls-turns.ts';
import { serverMemories } from '../../../src/adapters/sqlite/migrations/0002-server-memories.ts';
import { invites } from '../../../src/adapters/sqlite/migrations/0004-invites.ts';
import { seals } from '../../../src/adapters/sqlite/migrations/0003-seals.ts';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';
import { aRecord, aTurn } from './records.ts';

const workerProgram = path.resolve(import.meta.dirname, '../../../src/adapters/sqlite/sqlite-worker.ts');

let folder: string;
let logger: FakeLogger;
let problems: string[];
let opened: SqliteDatabase[];

const warnings: string[] = [];
process.on('warning', ({ name }) => warnings.push(name));

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-sqlite-'));
  logger = new FakeLogger();
  problems = [];
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((database) => database.close()));
  rmSync(folder, { recursive: true });
});

function openAt(file = path.join(folder, 'parley.db'), seal = new FakeSeal()): SqliteDatabase {
  const onProblem = (problem: AppError): void => void problems.push(problem.message);
  const database = new SqliteDatabase({ file, workerProgram, clock: new FakeClock(), seal, logger, onProblem });
  opened.push(database);
  return database;
}

async function idsOf(
  database: SqliteDatabase,
  query: { search?: string; server?: string; beforeMs?: number; limit?: number },
) {
  return (await database.calls.list({ limit: 100, ...query })).map((record) => String(record.id));
}

const aMemory: ServerMemory = {
  tools: [{ name: 'read', description: 'Reads.', inputSchema: { type: 'object' } }],
  era: '2026-07-28',
  version: '1.0.0',
  capabilities: { tools: {} },
  connectedAtMs: 5,
};

describe('CallLog in SQLite', () => {
  it('[M16] keeps every field of a call and pages newest first', async () => {
    const database = openAt();
    const records = [1, 2, 3].map((number) => aRecord({ id: `call-${number}`, startedAtMs: number }));
    for (const record of records) database.calls.append(record);
    expect(await database.calls.list({ limit: 10 })).toEqual(records.toReversed());
    expect(await idsOf(database, { beforeMs: 3, limit: 1 })).toEqual(['call-2']);
    expect(await database.calls.get('call-2')).toEqual(records[1]);
    expect(await database.calls.get('none')).toBeNull();
  });

  it('[M16] finds words of every field, also their beginnings, and by server; as it does in a call that just came', async () => {
    const database = openAt();
    const records = [
      aRecord({ id: 'a', tool: 'delete_note', arguments: { path: 'été.txt' }, device: null }),
      aRecord({ id: 'b', result: null, error: 'Permission denied', server: 'other', device: "Zoë's phone" }),
    ];
    for (const record of records) database.calls.append(record);
    const searches = {
      del: ['a'],
      'note milk': ['a'],
      ETE: ['a'],
      PERMISSION: ['b'],
      'été.txt': ['a'],
      absent: [],
      '"); DROP TABLE calls; --': [],
      other: ['b'],
      'files honey': ['a'],
      'zoe phone denied': ['b'],
      oney: [],
    };
    const found = await Promise.all(Object.keys(searches).map((search) => idsOf(database, { search })));
    expect(found).toEqual(Object.values(searches));
    const live = Object.keys(searches).map((search) => records.filter((record) => callHasWords(record, search)));
    expect(live.map((some) => some.map(({ id }) => id))).toEqual(Object.values(searches));
    expect(await idsOf(database, { server: 'other' })).toEqual(['b']);
    expect((await idsOf(database, { search: '***' })).length).toBe(2);
  });

  it('keeps what was appended before close, and reads it after a restart', async () => {
    const database = openAt();
    database.calls.append(aRecord());
    await database.close();
    database.calls.append(aRecord({ id: 'late' }));
    await expect(database.calls.list({ limit: 1 })).rejects.toMatchObject({ code: 'history/unavailable' });
    expect(await idsOf(openAt(), {})).toEqual(['call-1']);
    expect(logger.messages('warn')).toEqual(['record dropped']);
    expect(statSync(path.join(folder, 'parley.db')).mode & 0o777).toBe(0o600);
  });

  it('takes a record only once per id and drops what cannot be stored, said, without the others', async () => {
    const database = openAt();
    const unstorable = { ...aRecord({ id: 'b' }), startedAtMs: 'never' as unknown as number };
    for (const record of [aRecord(), aRecord({ tool: 'again' }), unstorable, aRecord({ id: 'c' })])
      database.calls.append(record);
    expect((await idsOf(database, {})).sort()).toEqual(['c', 'call-1']);
    expect((await database.calls.get('call-1'))?.tool).toBe('read_note');
    expect(logger.entries).toMatchObject([{ level: 'error', message: 'records dropped', fields: { count: 1 } }]);
  });
});

describe('ConversationStore in SQLite', () => {
  const said = (conversation: string, fields: Parameters<typeof aTurn>[0], title = '') => ({
    room: defaultRoom,
    conversation: ConversationId.parse(conversation),
    title,
    turn: aTurn(fields),
  });

  it('[V15] gives a room’s latest conversation with its latest turns oldest first, a turn as it was last saved', async () => {
    const { conversations } = openAt();
    conversations.saveTurn(said('old', { id: 't0', startedAtMs: 0 }));
    for (const number of [1, 2, 3]) {
      conversations.saveTurn(said('new', { id: `t${number}`, startedAtMs: number }, `title ${number}`));
    }
    conversations.saveTurn(said('new', { id: 't2', startedAtMs: 2, text: 'changed' }));
    const latest = await conversations.latest(defaultRoom, 2);
    expect(latest?.turns.map((turn) => `${turn.id} ${turn.text}`)).toEqual(['t2 changed', 't3 hello']);
    expect(latest?.conversation).toEqual({
      id: 'new',
      room: 'main',
      title: 'title 1',
      startedAtMs: 1,
      endedAtMs: 3,
      turns: 3,
      found: null,
    });
    await expect(conversations.latest(RoomName.parse('empty'), 2)).resolves.toBeNull();
  });

  it('[V15] lists latest first, page by page, and finds words with what stands around them', async () => {
    const { conversations } = openAt();
    conversations.saveTurn(
      said('a', { id: 't1', startedAtMs: 1, text: 'Where is the crème brûlée recipe I wrote down?' }),
    );
    conversations.saveTurn(said('b', { id: 't2', startedAtMs: 2, text: 'Good morning' }));
    conversations.saveTurn(said('b', { id: 't3', startedAtMs: 3, text: 'Good morning to you' }));
    const ids = async (query: { search?: string; beforeMs?: number }): Promise<string[]> =>
      (await conversations.list({ limit: 10, ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual(['b', 'a']);
    expect(await ids({ beforeMs: 3 })).toEqual(['a']);
    expect(await ids({ search: 'morn' })).toEqual(['b']);
    expect(await ids({ search: 'creme recipe' })).toEqual(['a']);
    expect(await ids({ search: 'recipe morning' })).toEqual([]);
    expect(await ids({ search: '"; DROP TABLE turns' })).toEqual([]);
    const [found] = await conversations.list({ limit: 10, search: 'brulee' });
    expect(found?.found).toContain('brûlée recipe');
    conversations.saveTurn(said('b', { id: 't3', startedAtMs: 3, text: 'Good evening' }));
    expect(await ids({ search: 'evening' })).toEqual(['b']);
    expect(await ids({ search: 'you' })).toEqual([]);
  });

  it('[V15] deletes from the disk too', async () => {
    const file = path.join(folder, 'parley.db');
    const { conversations } = openAt(file);
    conversations.saveTurn(said('a', { id: 't1', startedAtMs: 1, text: 'marmalade secret' }, 'marmalade'));
    conversations.saveTurn(said('b', { id: 't2', startedAtMs: 2, text: 'lemonade' }, 'lemonade'));
    await conversations.list({ limit: 1 });
    const onDisk = (word: string): boolean =>
      readdirSync(folder).some((name) => readFileSync(path.join(folder, name)).includes(word));
    expect(onDisk('marmalade')).toBe(true);
    await expect(conversations.delete(ConversationId.parse('a'))).resolves.toBe(1);
    await expect(conversations.delete(ConversationId.parse('a'))).resolves.toBe(0);
    expect({ gone: onDisk('marmalade'), kept: onDisk('lemonade') }).toEqual({ gone: false, kept: true });
    await expect(conversations.show(ConversationId.parse('a'))).resolves.toBeNull();
    expect((await conversations.list({ limit: 9, search: 'lemonade' })).map(({ id }) => id)).toEqual(['b']);
    await expect(conversations.delete(null)).resolves.toBe(1);
    await expect(conversations.list({ limit: 9 })).resolves.toEqual([]);
  });

  it('[R3] [V15] gives no conversation that was ended for all as the latest, and keeps it in the list', async () => {
    const { conversations } = openAt();
    const kitchen = RoomName.parse('kitchen');
    conversations.saveTurn(said('a', { id: 't1', startedAtMs: 1 }));
    conversations.saveTurn({ ...said('k', { id: 't2', startedAtMs: 2 }), room: kitchen });
    conversations.endRoom(defaultRoom);
    await expect(conversations.latest(defaultRoom, 9)).resolves.toBeNull();
    expect((await conversations.latest(kitchen, 9))?.conversation.id).toBe('k');
    expect(await conversations.list({ limit: 9 })).toHaveLength(2);
    conversations.saveTurn(said('b', { id: 't3', startedAtMs: 3 }));
    expect((await conversations.latest(defaultRoom, 9))?.conversation.id).toBe('b');
  });

  it('gathers turns from before there were conversations', async () => {
    const file = path.join(folder, 'parley.db');
    const old = new DatabaseSync(file);
    old.exec(grantsCallsTurns);
    old.exec(serverMemories);
    old.exec(seals);
    old.exec(invites);
    old.exec('PRAGMA user_version = 4');
    const insert = old.prepare('INSERT INTO turns (room, id, started_at_ms, turn) VALUES (?, ?, ?, ?)');
    for (const id of ['t1', 't2']) insert.run('main', id, 5, JSON.stringify(aTurn({ id, startedAtMs: 5 })));
    old.close();
    const { conversations } = openAt(file);
    const [conversation] = await conversations.list({ limit: 10, search: 'hello' });
    expect(conversation).toMatchObject({ room: 'main', turns: 2, found: 'hello' });
  });
});

describe('GrantStore in SQLite', () => {
  const pin = (hash: string): ToolPin => ({ hash, definition: { name: 'read', inputSchema: { type: 'object' } } });

  it('[S19] keeps entry hashes, tool approvals and pins over a restart, and forgets a server whole', async () => {
    const first = openAt();
    await first.grants.approveEntry('files', 'one');
    await first.grants.approveEntry('files', 'two');
    await first.grants.setToolApproval('files', 'read', 'allow');
    await first.grants.setToolApproval('files', 'write', 'deny');
    await first.grants.setToolApproval('files', 'write', null);
    await first.grants.pinTools('files', new Map(Object.entries({ read: pin('h1'), write: pin('h2') })));
    await first.grants.pinTools('files', new Map([['read', pin('h3')]]));
    await first.close();
    const { grants } = openAt();
    expect([await grants.entryHash('files'), await grants.hasForeignEntry('files')]).toEqual(['two', false]);
    expect([...(await grants.toolApprovals('files'))]).toEqual([['read', 'allow']]);
    expect([...(await grants.toolPins('files'))]).toEqual([
      ['read', pin('h3')],
      ['write', pin('h2')],
    ]);
    await grants.forgetServer('files');
    expect([
      await grants.entryHash('files'),
      await grants.hasForeignEntry('files'),
      (await grants.toolApprovals('files')).size,
      (await grants.toolPins('files')).size,
    ]).toEqual([null, false, 0, 0]);
  });

  it.each([
    ['another key', new FakeSeal('theirs')],
    ['none, as before there were seals', null],
  ])(
    '[S19] what was written with %s approves, allows and recalls nothing; what it refuses stays refused',
    async (_, theirs) => {
      const file = path.join(folder, 'parley.db');
      const writer = openAt(file, theirs ?? undefined);
      await writer.grants.approveEntry('files', 'one');
      await writer.grants.setToolApproval('files', 'read', 'allow');
      await writer.grants.setToolApproval('files', 'write', 'deny');
      await writer.grants.pinTools('files', new Map([['read', pin('h1')]]));
      await writer.memories.remember('files', 'one', aMemory);
      await writer.close();
      if (theirs === null) removeSeals(file);
      const { grants, memories } = openAt();
      expect([await grants.entryHash('files'), await grants.hasForeignEntry('files')]).toEqual([null, true]);
      expect([...(await grants.toolApprovals('files'))]).toEqual([['write', 'deny']]);
      expect([...(await grants.toolPins('files'))]).toEqual([['read', { hash: '', definition: null }]]);
      expect(await memories.recall('files', 'one')).toBeNull();
      await grants.approveEntry('files', 'one');
      expect([await grants.entryHash('files'), await grants.hasForeignEntry('files')]).toEqual(['one', false]);
    },
  );

  it('[S19] a seal holds for its own row only: one moved to another server, tool or word gives nothing', async () => {
    const file = path.join(folder, 'parley.db');
    const first = openAt();
    await first.grants.approveEntry('files', 'one');
    await first.grants.setToolApproval('files', 'read', 'allow');
    await first.grants.setToolApproval('files', 'erase', 'ask');
    await first.close();
    const attack = new DatabaseSync(file);
    attack.exec(`
      INSERT INTO entry_grants (server, hash, seal, approved_at_ms) SELECT 'evil', hash, seal, 0 FROM entry_grants;
      INSERT INTO tool_grants (server, tool, approval, seal) SELECT server, 'send', approval, seal FROM tool_grants WHERE tool = 'read';
      UPDATE tool_grants SET approval = 'allow' WHERE tool = 'erase';
    `);
    attack.close();
    const { grants } = openAt();
    expect([await grants.entryHash('evil'), await grants.entryHash('files')]).toEqual([null, 'one']);
    expect([...(await grants.toolApprovals('files'))]).toEqual([['read', 'allow']]);
  });

  const removeSeals = (file: string): void => {
    const database = new DatabaseSync(file);
    for (const table of ['entry_grants', 'tool_grants', 'tool_pins', 'server_memories'])
      database.exec(`UPDATE ${table} SET seal = ''`);
    database.close();
  };
});

describe('ServerMemories in SQLite', () => {
  it('[M4] keeps what a server offered over a restart, for the program that it was', async () => {
    const first = openAt();
    await first.memories.remember('files', 'one', { ...aMemory, tools: [] });
    await first.memories.remember('files', 'two', aMemory);
    await first.close();
    const { memories } = openAt();
    expect([await memories.recall('files', 'two'), await memories.recall('files', 'one')]).toEqual([aMemory, null]);
    await memories.forget('files');
    expect(await memories.recall('files', 'two')).toBeNull();
  });

  it('keeps nothing of a server that says too much', async () => {
    const { memories } = openAt();
    await memories.remember('files', 'one', aMemory);
    await memories.remember('files', 'one', { ...aMemory, capabilities: { long: 'x'.repeat(3_000_000) } });
    expect(await memories.recall('files', 'one')).toBeNull();
  });
});

describe('a database in trouble', () => {
  it('[F34] one that is no database is set aside and said, and a new one serves', async () => {
    writeFileSync(
      path.join(folder, 'parley.db'),
      'not a database at all, but long enough to be read as one'.repeat(50),
    );
    const database = openAt();
    database.calls.append(aRecord());
    expect(await idsOf(database, {})).toEqual(['call-1']);
    expect(problems).toEqual([
      expect.stringMatching(/^The database was damaged\. It was set aside as parley\.broken-.*\.db and a new/),
    ]);
    expect(readdirSync(folder).filter((name) => name.startsWith('parley.broken-')).length).toBe(1);
  });

  it('[F34] one that was cut off or overwritten inside is found at its opening', async () => {
    const file = path.join(folder, 'parley.db');
    for (const damage of ['cut', 'overwritten']) {
      const database = openAt();
      for (let number = 0; number < 500; number++) database.calls.append(aRecord({ id: `${damage}-${number}` }));
      await database.close();
      if (damage === 'cut') truncateSync(file, Math.floor(statSync(file).size / 3 / 4096) * 4096);
      else {
        const handle = await open(file, 'r+');
        await handle.write(Buffer.alloc(8192, 0x5a), 0, 8192, 12_288);
        await handle.close();
      }
      expect(await idsOf(openAt(), {})).toEqual([]);
      expect(problems.length).toBe(damage === 'cut' ? 1 : 2);
      await Promise.all(opened.splice(0).map((one) => one.close()));
    }
  });

  it('leaves one alone that a later Parley has written', async () => {
    const later = new DatabaseSync(path.join(folder, 'parley.db'));
    later.exec('PRAGMA user_version = 99; CREATE TABLE theirs (x)');
    later.close();
    await expect(openAt().grants.entryHash('files')).rejects.toMatchObject({ code: 'history/unavailable' });
    expect(problems[0]).toContain('the database has version 99');
    expect(readdirSync(folder).filter((name) => name.includes('broken'))).toEqual([]);
  });

  it('[F34] a full disk drops records, counted in the log, and serves again when there is room', async (context) => {
    const disk = path.join(folder, 'disk');
    try {
      execFileSync('mkdir', [disk]);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      context.skip('mounting a small disk is not allowed here');
    }
    const database = openAt(path.join(disk, 'parley.db'));
    try {
      database.calls.append(aRecord({ id: 'small' }));
      database.calls.append(aRecord({ id: 'large', result: 'x'.repeat(2_000_000) }));
      expect(await idsOf(database, {})).toEqual(['small']);
      expect(logger.entries).toMatchObject([{ message: 'records dropped', fields: { count: 1 } }]);
      database.calls.append(aRecord({ id: 'after' }));
      expect((await idsOf(database, {})).sort()).toEqual(['after', 'small']);
    } finally {
      // An open file keeps the disk busy.
      await database.close();
      execFileSync('umount', [disk]);
    }
  });

  it('[F34] kill -9 while it writes loses nothing that was answered', async () => {
    const file = path.join(folder, 'parley.db');
    const script = path.join(import.meta.dirname, 'append-forever.script.ts');
    const child = spawn('node', [script, file, workerProgram], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let last = -1;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      if (last === 300) child.kill('SIGKILL');
    }
    await exited;
    const database = openAt();
    expect(Number(await database.grants.entryHash('files'))).toBeGreaterThanOrEqual(last);
    expect((await database.calls.list({ limit: 10_000 })).length).toBeGreaterThan(last);
    expect(problems).toEqual([]);
  });
});

it('gives Node nothing to warn of', () => {
  expect(warnings.filter((name) => name !== 'ExperimentalWarning')).toEqual([]);
});
