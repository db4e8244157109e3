/**
 * The call log's SQL: append, read, count, page.
 *
 * Path: statements.ts -> here. Always: values are bound, never put into SQL text; rows are ordered by time and number, so that a
 * cursor and a number of rows passed over mean the same while calls are added.
 */
import type { DatabaseSync } from 'node:sqlite';
import { callOutcome } from '../../contract/call-outcome.ts';
import { toSearchedTexts } from '../../contract/call-search.ts';
import type { CallId, CallRecord, LogFilter } from '../../contract/index.ts';
import type { CallQuery, Operations } from './messages.ts';
import { toWordQuery } from './word-query.ts';

/** A page of whole records ends after so many characters. */
const pageCharacters = 4_000_000;
/** A record up to this size is given whole also where a brief one would do. */
const briefCharacters = 8_000;
/** Of one part of a longer record, what a brief one holds. */
const briefPartCharacters = 1_000;

type CallReading = 'listCalls' | 'countCalls' | 'getCall';
type Run = { readonly [O in CallReading]: (input: Operations[O]['input']) => Operations[O]['output'] };

export function callStatements(database: DatabaseSync): Run {
  const one = database.prepare('SELECT record FROM calls WHERE id = ?');
  return {
    listCalls: (query) => listCalls(database, query),
    countCalls: (filter) => countCalls(database, filter),
    getCall: ({ id }) => {
      const row = one.get(id);
      return row ? toRecord(row['record']) : null;
    },
  };
}

export function appendCallStatement(database: DatabaseSync): (record: CallRecord) => void {
  const insertCall = database.prepare(
    'INSERT INTO calls (id, server, tool, started_at_ms, record, outcome) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const insertWords = database.prepare(
    'INSERT INTO call_words (rowid, server, device, tool, arguments, result, error) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  return (record) => {
    const { id, server, tool, startedAtMs } = record;
    const whole = { ...record, arguments: record.arguments ?? null, result: record.result ?? null };
    const done = insertCall.run(id, server, tool, startedAtMs, JSON.stringify(whole), callOutcome(record));
    if (done.changes === 0) return;
    const words = toSearchedTexts(record);
    insertWords.run(
      done.lastInsertRowid,
      words.server,
      words.device,
      words.tool,
      words.arguments,
      words.result,
      words.error,
    );
  };
}

function listCalls(database: DatabaseSync, query: CallQuery): CallRecord[] {
  const { conditions, values } = toConditions(query);
  if (query.after) {
    conditions.push('(started_at_ms, number) < (?, coalesce((SELECT number FROM calls WHERE id = ?), 0))');
    values.push(query.after.startedAtMs, query.after.id);
  }
  if (query.asOf !== undefined) {
    conditions.push('number <= (SELECT number FROM calls WHERE id = ?)');
    values.push(query.asOf);
  }
  const sql = `SELECT record FROM calls ${toWhere(conditions)} ORDER BY started_at_ms DESC, number DESC LIMIT ? OFFSET ?`;
  const records: CallRecord[] = [];
  let characters = 0;
  for (const row of database.prepare(sql).iterate(...values, query.limit, query.skip ?? 0)) {
    const text = row['record'] as string;
    records.push(query.brief ? toBrief(text) : toRecord(text));
    characters += text.length;
    if (!query.brief && characters > pageCharacters) break;
  }
  return records;
}

function countCalls(database: DatabaseSync, filter: LogFilter): { total: number; latest: CallId | null } {
  const { conditions, values } = toConditions(filter);
  const sql = `SELECT count(*) AS total, max(number) AS latest FROM calls ${toWhere(conditions)}`;
  const { total, latest } = database.prepare(sql).get(...values) ?? {};
  const row = database.prepare('SELECT id FROM calls WHERE number = ?').get(latest ?? -1);
  return { total: Number(total ?? 0), latest: (row?.['id'] as CallId | undefined) ?? null };
}

function toConditions(filter: LogFilter): { conditions: string[]; values: (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const narrow = (condition: string, value: string | number | undefined): void => {
    if (value === undefined || value === '') return;
    conditions.push(condition);
    values.push(value);
  };
  narrow('number IN (SELECT rowid FROM call_words WHERE call_words MATCH ?)', toWordQuery(filter.search ?? ''));
  narrow('server = ?', filter.server);
  narrow('outcome = ?', filter.outcome);
  narrow('started_at_ms >= ?', filter.sinceMs);
  narrow('started_at_ms < ?', filter.beforeMs);
  return { conditions, values };
}

const toWhere = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';

const toRecord = (text: unknown): CallRecord => JSON.parse(text as string) as CallRecord;

function toBrief(text: string): CallRecord {
  const record = toRecord(text);
  if (text.length <= briefCharacters) return record;
  const isError = callOutcome(record) === 'toolError';
  const shown = { content: [{ type: 'text', text: cut(record.result) }], ...(isError ? { isError } : {}) };
  return {
    ...record,
    arguments:
      JSON.stringify(record.arguments).length > briefPartCharacters ? { '': cut(record.arguments) } : record.arguments,
    result: record.result === null ? null : shown,
    error: record.error?.slice(0, briefPartCharacters) ?? null,
  };
}

function cut(value: unknown): string {
  return `${(JSON.stringify(value) ?? '').slice(0, briefPartCharacters)}…`;
}
