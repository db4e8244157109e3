/**
 * A data folder whose log holds many calls, written by the product's own store before the host is started on it.
 */
import path from 'node:path';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { CallRecord } from '../../../src/contract/index.ts';
import { FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';
import { aBareCall } from '../../renderer/pages/bare-log/rows.ts';
import { root } from './places.ts';

/** So many are on their way to the store's thread at once. */
const batch = 10_000;

export async function writeLog(dataDir: string, total: number): Promise<void> {
  const database = new SqliteDatabase({
    file: path.join(dataDir, 'parley.db'),
    workerProgram: path.join(root, 'src', 'adapters', 'sqlite', 'sqlite-worker.ts'),
    clock: systemClock,
    seal: new FakeSeal(),
    logger: new FakeLogger(),
  });
  for (let number = 1; number <= total; number += 1) {
    database.calls.append(aStoredCall(number));
    if (number % batch === 0) await database.calls.get('none');
  }
  await database.close();
}

function aStoredCall(number: number): CallRecord {
  const { path: file, ...call } = aBareCall(number);
  return CallRecord.parse({
    ...call,
    arguments: { path: file },
    result: { content: [{ type: 'text', text: `Note ${String(number)}` }] },
    error: null,
    room: 'main',
    device: 'owner-1',
    approval: 'not-needed',
  });
}
