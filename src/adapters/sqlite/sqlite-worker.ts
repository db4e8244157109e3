/**
 * The database's thread: opens the file named by `workerData.file` and serves its client's messages in order.
 *
 * Path: sqlite-database (main thread) -> here -> node:sqlite.
 * Always: one answer per request; a batch that fails is tried item by item, and what cannot be stored is dropped and counted;
 * a file found damaged in use is set aside once per request, and the request repeated on the new one.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import type { Append, FromWorker, Operations, ToWorker } from './messages.ts';
import { isDamage, openDatabase, setDatabaseAside } from './open-database.ts';
import { createStatements, inTransaction } from './statements.ts';
import type { Statements } from './statements.ts';

const { file } = workerData as { file: string };
let database: DatabaseSync | null = null;
let statements: Statements | null = null;

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function open(alreadyAside: string | null): void {
  try {
    const opened = openDatabase(file);
    database = opened.database;
    statements = createStatements(database);
    tell({ type: 'opened', setAside: opened.setAside ?? alreadyAside });
  } catch (thrown) {
    tell({ type: 'unusable', reason: reasonOf(thrown) });
  }
}

function withDatabase<T>(step: (database: DatabaseSync, statements: Statements) => T): T {
  if (!database || !statements) throw new Error('the database could not be opened');
  try {
    return step(database, statements);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    database.close();
    database = statements = null;
    open(setDatabaseAside(file));
    if (!database || !statements) throw thrown;
    return step(database, statements);
  }
}

function append(items: readonly Append[]): void {
  let dropped = 0;
  let reason: string | null = null;
  const store = (some: readonly Append[]): void =>
    withDatabase((base, { append: one }) => inTransaction(base, () => some.forEach((item) => one(item))));
  try {
    store(items);
  } catch (thrown) {
    reason = reasonOf(thrown);
    for (const item of items) {
      try {
        store([item]);
      } catch {
        dropped++;
      }
    }
  }
  tell({ type: 'appended', count: items.length, dropped, reason });
}

function run<O extends keyof Operations>(operation: O, input: Operations[O]['input']): Operations[O]['output'] {
  return withDatabase((_, { run: operations }) => operations[operation](input));
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'append':
      append(message.items);
      return;
    case 'run':
      try {
        const output = run(message.operation, message.input as never);
        tell({ type: 'done', id: message.id, output });
      } catch (thrown) {
        tell({ type: 'failed', id: message.id, reason: reasonOf(thrown) });
      }
      return;
    case 'close':
      database?.close();
      parentPort?.close();
      return;
  }
});

open(null);
