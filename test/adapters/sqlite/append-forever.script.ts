/**
 * Appends call records until it is killed; prints the number of a record once a read has found it.
 */
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { aRecord } from './records.ts';

const [file = '', workerProgram = ''] = process.argv.slice(2);
const database = new SqliteDatabase({ file, workerProgram, clock: systemClock, logger: { log: () => undefined } });
for (let count = 0; ; count++) {
  database.calls.append(aRecord({ id: `call-${count}`, startedAtMs: count }));
  await database.grants.approveEntry('files', String(count));
  process.stdout.write(`${count}\n`);
}
