/**
 * `npm test`: sets up what is missing, also from the system, then runs everything. Last line: `N passed, N failed, N skipped`.
 */
import { failWith } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';
import { runSteps } from './test/run-steps.mjs';
import { staticSteps, vitestStep } from './test/steps.mjs';
import { ensureSystemPackages } from './test/system-packages.mjs';

try {
  await setUp();
  await ensureSystemPackages();
  process.exitCode = await runSteps([staticSteps(), vitestStep('unit'), vitestStep('integration'), vitestStep('e2e')]);
} catch (error) {
  failWith(error);
}
