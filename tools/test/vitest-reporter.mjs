/**
 * Writes what a vitest run came to as JSON into the file that PARLEY_TEST_REPORT names: the counts, the skips with their
 * reasons, and everything that failed outside a test (a file that does not load, an unhandled error).
 *
 * Always: until then the file says which test files run, for a run that is killed.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export default class CountingReporter {
  #running = new Set();

  onTestModuleQueued(testModule) {
    this.#running.add(fileOf(testModule));
    write({ running: [...this.#running] });
  }

  onTestModuleEnd(testModule) {
    this.#running.delete(fileOf(testModule));
    write({ running: [...this.#running] });
  }

  onTestRunEnd(testModules, unhandledErrors) {
    const report = { passed: 0, failed: 0, skipped: [], failures: [] };
    for (const testModule of testModules) countModule(testModule, report);
    for (const error of unhandledErrors) {
      report.failed += 1;
      const cause = error.cause?.message ? `: ${error.cause.message}` : '';
      report.failures.push(`outside any test: ${error.message ?? String(error)}${cause}`);
    }
    write(report);
  }
}

function write(report) {
  writeFileSync(process.env.PARLEY_TEST_REPORT, JSON.stringify(report));
}

function fileOf(testModule) {
  return path.relative(process.cwd(), testModule.moduleId);
}

function countModule(testModule, report) {
  const file = fileOf(testModule);
  const failedInTests = report.failed;
  for (const test of testModule.children.allTests()) {
    const { state } = test.result();
    const title = `${file} > ${test.fullName}`;
    if (state === 'passed') report.passed += 1;
    else if (state === 'failed' || state === 'pending') {
      report.failed += 1;
      report.failures.push(state === 'failed' ? title : `${title} (did not run to its end)`);
    } else report.skipped.push({ title, reason: test.result().note ?? 'its title says why' });
  }
  const ownErrors =
    testModule.errors().length > 0 || [...testModule.children.allSuites()].some((suite) => suite.errors().length > 0);
  if (ownErrors || (testModule.state() === 'failed' && report.failed === failedInTests)) {
    report.failed += 1;
    report.failures.push(`${file} (the file itself, or a hook)`);
  }
}
