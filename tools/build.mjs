/**
 * `npm run build`: the set-up, which ends with the build.
 */
import { failWith, say } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';

try {
  await setUp();
  say('out/ is up to date');
} catch (error) {
  failWith(error);
}
