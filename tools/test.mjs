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
  const suites = ['unit', 'integration', 'pages', 'e2e'];
  process.exitCode = await runSteps([staticSteps(), ...suites.map((suite) => vitestStep(suite))]);
} catch (error) {
  failWith(error);
}
