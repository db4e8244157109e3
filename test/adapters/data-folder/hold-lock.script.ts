/**
 * Takes the profile's lock, lets garbage be collected, says so, and holds it until it is killed. Run with `--expose-gc`.
 */
import { lockProfile } from '../../../src/adapters/data-folder/profile-lock.ts';

lockProfile(process.argv[2] ?? '', 'host');
// What is garbage now may still be on the stack.
await new Promise((resolve) => setImmediate(resolve));
if (!globalThis.gc) throw new Error('run with --expose-gc');
globalThis.gc();
process.stdout.write('held\n');
process.stdin.resume();
