/**
 * The validator's thread on a machine that has no time for it: before each check it stands still for `value.standMs`.
 */
import { parentPort } from 'node:worker_threads';
import type { ToValidator } from '../../../src/adapters/schema-validator/messages.ts';

const never = new Int32Array(new SharedArrayBuffer(4));

parentPort?.on('message', ({ value }: ToValidator) => {
  Atomics.wait(never, 0, 0, (value as { standMs: number }).standMs);
});

await import('../../../src/adapters/schema-validator/validator-worker.ts');
