/**
 * Takes the profile's lock, says so, and holds it until it is killed.
 */
import { lockProfile } from '../../../src/adapters/data-folder/profile-lock.ts';

lockProfile(process.argv[2] ?? '');
process.stdout.write('held\n');
process.stdin.resume();
