/**
 * `npm run check`: types, lint, format and the unit tests (contract and architecture among them); for every save.
 */
import { failWith } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';
import { runSteps } from './test/run-steps.mjs';
import { staticSteps, vitestStep } from './test/steps.mjs';

try {
  await setUp();
  process.exitCode = await runSteps([[...staticSteps(), vitestStep('unit')]]);
} catch (error) {
  failWith(error);
}
