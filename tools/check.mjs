/**
 * `npm run check`: types, lint, format and the unit tests (contract and architecture among them); for every save.
 */
import { failWith } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';
import { formatStep, lintStep, runSteps, typesStep, vitestStep } from './test/steps.mjs';

try {
  await setUp();
  process.exitCode = await runSteps([typesStep(), lintStep(), formatStep(), vitestStep('unit')]);
} catch (error) {
  failWith(error);
}
