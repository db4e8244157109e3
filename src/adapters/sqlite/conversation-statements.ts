/**
 * The SQL of conversations: their turns, the search in them, and forgetting them.
 *
 * Path: statements.ts -> here. Always: values are bound; a turn that is saved again replaces itself in table and index; what is
 * deleted is overwritten on the disk (`secure_delete`, and the log of writes is emptied).
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Conversation, Turn } from '../../contract/index.ts';
import type { Append, ConversationQuery, Operations } from './messages.ts';
import { toWordQuery } from './word-query.ts';

type Reading = 'latestConversation' | 'listConversations' | 'showConversation' | 'deleteConversations';
type Run = { readonly [O in Reading]: (input: Operations[O]['input']) => Operations[O]['output'] };

const columns = `id, room, title, started_at_ms AS startedAtMs, ended_at_ms AS endedAtMs,
  (SELECT count(*) FROM turns WHERE turns.conversation = conversations.id) AS turns`;

export function conversationStatements(database: DatabaseSync): Run {
  const one = database.prepare(`SELECT ${columns}, NULL AS found FROM conversations WHERE id = ?`);
  const latest = database.prepare(
    `SELECT ${columns}, NULL AS found FROM conversations WHERE room = ? AND is_over = 0 ORDER BY ended_at_ms DESC LIMIT 1`,
  );
  const turnsOf = database.prepare(
    'SELECT turn FROM (SELECT turn, started_at_ms, number FROM turns WHERE conversation = ? ORDER BY started_at_ms DESC, number DESC LIMIT ?) ORDER BY started_at_ms, number',
  );
  const readTurns = (id: string, limit: number): Turn[] =>
    turnsOf.all(id, limit).map((row) => JSON.parse(row['turn'] as string) as Turn);
  const withTurns = (
    row: Record<string, SQLOutputValue> | undefined,
    limit: number,
  ): Operations['showConversation']['output'] => {
    if (!row) return null;
    const conversation = toConversation(row);
    return { conversation, turns: readTurns(conversation.id, limit) };
  };
  return {
    latestConversation: ({ room, limit }) => withTurns(latest.get(room), limit),
    showConversation: ({ id }) => withTurns(one.get(id), -1),
    listConversations: (query) => listConversations(database, query),
    deleteConversations: ({ id }) => deleteConversations(database, id),
  };
}

export function saveTurnStatement(database: DatabaseSync): (item: Extract<Append, { type: 'turn' }>) => void {
  const begin = database.prepare(
    `INSERT INTO conversations (id, room, title, started_at_ms, ended_at_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       title = CASE WHEN title = '' THEN excluded.title ELSE title END,
       started_at_ms = min(started_at_ms, excluded.started_at_ms),
       ended_at_ms = max(ended_at_ms, excluded.ended_at_ms)`,
  );
  const save = database.prepare(
    `INSERT INTO turns (room, id, started_at_ms, turn, conversation) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room, id) DO UPDATE SET started_at_ms = excluded.started_at_ms, turn = excluded.turn
     RETURNING number`,
  );
  const forgetWords = database.prepare('DELETE FROM turn_words WHERE rowid = ?');
  const insertWords = database.prepare('INSERT INTO turn_words (rowid, text) VALUES (?, ?)');
  return ({ room, conversation, title, turn }) => {
    begin.run(conversation, room, title, turn.startedAtMs, turn.startedAtMs);
    const number = save.get(room, turn.id, turn.startedAtMs, JSON.stringify(turn), conversation)?.['number'] as number;
    forgetWords.run(number);
    insertWords.run(number, turn.text);
  };
}

export function endRoomStatement(database: DatabaseSync): (item: Extract<Append, { type: 'end' }>) => void {
  const end = database.prepare('UPDATE conversations SET is_over = 1 WHERE room = ? AND is_over = 0');
  return ({ room }) => void end.run(room);
}

function listConversations(database: DatabaseSync, { search, limit, beforeMs }: ConversationQuery): Conversation[] {
  const words = search === undefined ? '' : toWordQuery(search);
  const matching = 'FROM turn_words JOIN turns ON turns.number = turn_words.rowid WHERE turn_words MATCH ?';
  const found = `(SELECT snippet(turn_words, 0, '', '', '…', 16) ${matching} AND turns.conversation = conversations.id LIMIT 1)`;
  const conditions = [
    ...(beforeMs === undefined ? [] : ['ended_at_ms < ?']),
    ...(words === '' ? [] : [`id IN (SELECT turns.conversation ${matching})`]),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const sql = `SELECT ${columns}, ${words === '' ? 'NULL' : found} AS found FROM conversations ${where} ORDER BY ended_at_ms DESC LIMIT ?`;
  const values = [
    ...(words === '' ? [] : [words]),
    ...(beforeMs === undefined ? [] : [beforeMs]),
    ...(words === '' ? [] : [words]),
    limit,
  ];
  return database
    .prepare(sql)
    .all(...values)
    .map(toConversation);
}

function deleteConversations(database: DatabaseSync, id: string | null): number {
  database.exec('PRAGMA secure_delete = ON; BEGIN IMMEDIATE');
  try {
    const which = id === null ? '' : 'WHERE conversation = ?';
    database.prepare(`DELETE FROM turns ${which}`).run(...(id === null ? [] : [id]));
    const { changes } = database
      .prepare(`DELETE FROM conversations ${id === null ? '' : 'WHERE id = ?'}`)
      .run(...(id === null ? [] : [id]));
    database.exec('COMMIT');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return Number(changes);
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  } finally {
    database.exec('PRAGMA secure_delete = OFF');
  }
}

const toConversation = (row: Record<string, SQLOutputValue>): Conversation => ({ ...row }) as unknown as Conversation;
