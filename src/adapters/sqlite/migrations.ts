/**
 * The database's numbered migrations, run in order, each in one transaction; `user_version` is the last one that ran.
 *
 * Always: a migration that shipped is never changed; the next number is added.
 */
import type { DatabaseSync } from 'node:sqlite';
import { grantsCallsTurns } from './migrations/0001-grants-calls-turns.ts';
import { serverMemories } from './migrations/0002-server-memories.ts';
import { seals } from './migrations/0003-seals.ts';
import { invites } from './migrations/0004-invites.ts';
import { conversations } from './migrations/0005-conversations.ts';
import { callOutcomes } from './migrations/0006-call-outcomes.ts';
import { toolErrors } from './migrations/0007-tool-errors.ts';
import { endedConversations } from './migrations/0008-ended-conversations.ts';
import { searchedPlaces } from './migrations/0009-searched-places.ts';
import { lockedRooms } from './migrations/0010-locked-rooms.ts';

/** In their order. */
export const migrations: readonly string[] = [
  grantsCallsTurns,
  serverMemories,
  seals,
  invites,
  conversations,
  callOutcomes,
  toolErrors,
  endedConversations,
  searchedPlaces,
  lockedRooms,
];

/** @throws {Error} for a database that a later Parley has migrated; it is left as it is. */
export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get();
  const done = Number(row?.['user_version'] ?? 0);
  if (done > migrations.length)
    throw new Error(`the database has version ${done}, this Parley knows ${migrations.length}`);
  for (const [index, sql] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
