/**
 * The steps of `npm test` and `npm run check`, and how their outcomes add up.
 *
 * Always: a step that ends badly without a report counts as one failure; no tests at all is a failure too.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinnedNode, root, toolEnvironment } from '../set-up/places.mjs';
import { seconds } from '../set-up/progress.mjs';
import { runInForeground } from '../set-up/run-child.mjs';

/** @typedef {{ passed: number, failed: number, skipped: { title: string, reason: string }[], failures: string[] }} Outcome */

function runOnPinnedNode(args, env = {}) {
  return runInForeground(pinnedNode, args, { cwd: root, env: { ...toolEnvironment(), ...env } });
}

/** @returns {Outcome} */
function oneTest(name, code) {
  return code === 0
    ? { passed: 1, failed: 0, skipped: [], failures: [] }
    : { passed: 0, failed: 1, skipped: [], failures: [name] };
}

export function typesStep() {
  const projects = readdirSync(root).filter((name) => /^tsconfig\.\w+\.json$/.test(name));
  const run = async () => {
    const codes = [];
    for (const project of projects)
      codes.push(await runOnPinnedNode(['node_modules/typescript/bin/tsc', '-p', project]));
    return oneTest('types', codes.length > 0 && codes.every((code) => code === 0) ? 0 : 1);
  };
  return { name: 'types', run };
}

export function lintStep() {
  const args = [
    'node_modules/eslint/bin/eslint.js',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    'node_modules/.cache/eslint/',
    '.',
  ];
  return { name: 'lint', run: async () => oneTest('lint', await runOnPinnedNode(args)) };
}

export function formatStep() {
  const args = ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.'];
  return {
    name: 'format',
    run: async () => oneTest('format (mend with: npm run format)', await runOnPinnedNode(args)),
  };
}

/** One vitest project. @param {string} project */
export function vitestStep(project, extraArgs = []) {
  return { name: project, run: () => runVitest(project, extraArgs) };
}

async function runVitest(project, extraArgs) {
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
  const code = await runOnPinnedNode([...args, ...extraArgs], { PARLEY_TEST_REPORT: report });
  const outcome = readReport(report, project, code);
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

/** @returns {Outcome} */
export function readReport(file, name, code) {
  const dead = {
    passed: 0,
    failed: 1,
    skipped: [],
    failures: [`${name} ended with exit code ${code} and without a whole report`],
  };
  if (!existsSync(file)) return dead;
  try {
    const outcome = JSON.parse(readFileSync(file, 'utf8'));
    if (code === 0 || outcome.failed > 0) return outcome;
    return { ...outcome, failed: 1, failures: [`${name} ended with exit code ${code} although no test failed`] };
  } catch {
    return dead;
  }
}

/**
 * Runs the steps one after another and prints the sum; the exit code is returned.
 * @param {{ name: string, run: () => Promise<Outcome> }[]} steps
 */
export async function runSteps(steps) {
  const outcomes = [];
  let interruptedBy = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interruptedBy ??= signal));
  for (const [index, step] of steps.entries()) {
    const startedAtMs = Date.now();
    process.stdout.write(`\n== ${index + 1}/${steps.length} ${step.name}\n`);
    const outcome = await step.run().catch((error) => oneTest(`${step.name}: ${error.message}`, 1));
    outcomes.push(outcome);
    process.stdout.write(`== ${step.name}: ${line(outcome)} in ${seconds(startedAtMs)}\n`);
    if (!interruptedBy) continue;
    outcomes.push(oneTest(`stopped by ${interruptedBy}; the steps after ${step.name} did not run`, 1));
    break;
  }
  return conclude(outcomes);
}

function line(outcome) {
  return `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped.length} skipped`;
}

/** @param {Outcome[]} outcomes */
export function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.reduce((total, { failed }) => total + failed, 0),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

function conclude(outcomes) {
  const total = sum(outcomes);
  process.stdout.write('\n');
  for (const { title, reason } of total.skipped) process.stdout.write(`skipped: ${title}: ${reason}\n`);
  for (const failure of total.failures) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write(`${line(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}
