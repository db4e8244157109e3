/**
 * The steps of `npm test` and `npm run check`.
 *
 * Always: a step that ends badly without a report counts as one failure.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinnedNode, root, toolEnvironment } from '../set-up/places.mjs';
import { exitCodeWords, runInForeground } from '../set-up/run-child.mjs';
import { oneTest } from './run-steps.mjs';

/** @typedef {import('./run-steps.mjs').Outcome} Outcome */
/** @typedef {import('./run-steps.mjs').Step} Step */

function runOnPinnedNode(args, write, env = {}) {
  return runInForeground(pinnedNode, args, {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    stdout: write,
    stderr: write,
  });
}

/** What is known without running anything of ours, the longest first. @returns {Step[]} */
export function staticSteps() {
  return [lintStep(), ...typesSteps(), formatStep()];
}

/** One step per tsconfig.<runtime>.json, the larger ones first. */
function typesSteps() {
  const runtimes = readdirSync(root).flatMap((name) => /^tsconfig\.(\w+)\.json$/.exec(name)?.[1] ?? []);
  const order = ['node', 'renderer'];
  const place = (runtime) => (order.includes(runtime) ? order.indexOf(runtime) : order.length);
  return runtimes.sort((a, b) => place(a) - place(b)).map(typesStep);
}

function typesStep(runtime) {
  const name = `types of ${runtime}`;
  const args = ['node_modules/typescript/bin/tsc', '-p', `tsconfig.${runtime}.json`];
  return { name, run: async (write) => oneTest(name, await runOnPinnedNode(args, write)) };
}

function lintStep() {
  const args = [
    'node_modules/eslint/bin/eslint.js',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    'node_modules/.cache/eslint/',
    '.',
  ];
  return { name: 'lint', run: async (write) => oneTest('lint', await runOnPinnedNode(args, write)) };
}

function formatStep() {
  const args = ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.'];
  const failure = 'format (mend with: npm run format)';
  return { name: 'format', run: async (write) => oneTest(failure, await runOnPinnedNode(args, write)) };
}

/** One vitest project. @param {string} project @returns {Step} */
export function vitestStep(project, extraArgs = []) {
  return { name: project, run: (write) => runVitest(project, extraArgs, write) };
}

async function runVitest(project, extraArgs, write) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-report-'));
  const report = path.join(folder, 'report.json');
  const reporter = path.join(root, 'tools', 'test', 'vitest-reporter.mjs');
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    `--reporter=${reporter}`,
  ];
  const code = await runOnPinnedNode([...args, ...extraArgs], write, { PARLEY_TEST_REPORT: report });
  const outcome = readReport(report, project, code);
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

/** @returns {Outcome} */
export function readReport(file, name, code) {
  const end = `${name} ended with ${exitCodeWords(code)}`;
  const report = parseReport(file);
  if (report?.passed === undefined) {
    const where = report?.running.length > 0 ? `, while it ran ${report.running.join(', ')}` : '';
    return { passed: 0, failed: 1, skipped: [], failures: [`${end}${where}; it left no whole report`] };
  }
  if (code === 0 || report.failed > 0) return report;
  return { ...report, failed: 1, failures: [`${end} although no test failed`] };
}

/** Null where there is none, or half of one. */
function parseReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
