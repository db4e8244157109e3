/**
 * Appends call records until it is killed; prints the number of a record once a read has found it.
 */
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { FakeSeal } from '../../fakes/fake-system.ts';
import { aRecord } from './records.ts';

const [file = '', workerProgram = ''] = process.argv.slice(2);
const logger = { log: () => undefined };
const database = new SqliteDatabase({ file, workerProgram, clock: systemClock, seal: new FakeSeal(), logger });
for (let count = 0; ; count++) {
  database.calls.append(aRecord({ id: `call-${count}`, startedAtMs: count }));
  await database.grants.approveEntry('files', String(count));
  process.stdout.write(`${count}\n`);
}
