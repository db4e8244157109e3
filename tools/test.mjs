/**
 * `npm test`: sets up what is missing, also from the system, then runs everything. Last line: `N passed, N failed, N skipped`.
 */
import { failWith } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';
import { formatStep, lintStep, runSteps, typesStep, vitestStep } from './test/steps.mjs';
import { ensureSystemPackages } from './test/system-packages.mjs';

try {
  await setUp();
  await ensureSystemPackages();
  process.exitCode = await runSteps([
    typesStep(),
    lintStep(),
    formatStep(),
    vitestStep('unit'),
    vitestStep('integration'),
    vitestStep('e2e'),
  ]);
} catch (error) {
  failWith(error);
}
