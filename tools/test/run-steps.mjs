/**
 * Runs the steps of `npm test` and `npm run check`, tells how each went and how long it took, and adds up their outcomes.
 *
 * Always: a step that throws counts as one failure; no tests at all is a failure too; the last line is the sum.
 */
import { availableParallelism } from 'node:os';
import { seconds } from '../set-up/progress.mjs';
import { exitCodeWords } from '../set-up/run-child.mjs';

/** @typedef {{ passed: number, failed: number, skipped: { title: string, reason: string }[], failures: string[] }} Outcome */
/** @typedef {(chunk: string | Buffer) => void} Write */
/** @typedef {{ name: string, run: (write?: Write) => Promise<Outcome> }} Step with `write`, what its programs print goes there */

/** What a program without a report comes to. One that found faults ends with 1 or 2, another end is said. @returns {Outcome} */
export function oneTest(name, code) {
  if (code === 0) return { passed: 1, failed: 0, skipped: [], failures: [] };
  return { passed: 0, failed: 1, skipped: [], failures: [code > 2 ? `${name}: ${exitCodeWords(code)}` : name] };
}

/**
 * Runs the steps one after another, those of an inner list side by side; prints the sum and returns the exit code.
 * @param {(Step | Step[])[]} steps
 */
export async function runSteps(steps) {
  const run = { done: [], count: steps.flat().length, interruptedBy: null };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (run.interruptedBy ??= signal));
  for (const step of steps) {
    if (run.interruptedBy) break;
    await (Array.isArray(step) ? runSideBySide(step, run) : runLoud(step, run));
  }
  const outcomes = run.done.map(({ outcome }) => outcome);
  if (run.interruptedBy) {
    const last = run.done.at(-1)?.name;
    outcomes.push(oneTest(`stopped by ${run.interruptedBy}; the steps after ${last} did not run`, 1));
  }
  return conclude(outcomes, run.done);
}

async function runLoud(step, run) {
  process.stdout.write(`\n== ${run.done.length + 1}/${run.count} ${step.name}\n`);
  await runStep(step, run);
}

/** As many at a time as there are processors, in the given order (so the longest first); each one's output in one piece. */
async function runSideBySide(steps, run) {
  process.stdout.write(`\n== side by side: ${steps.map(({ name }) => name).join(', ')}\n`);
  const waiting = [...steps];
  const lane = async () => {
    for (let step = waiting.shift(); step && !run.interruptedBy; step = waiting.shift()) {
      const printed = [];
      await runStep(step, run, (chunk) => printed.push(String(chunk)), printed);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

async function runStep(step, run, write, printed = []) {
  const startedAtMs = Date.now();
  const outcome = await step.run(write).catch((error) => oneTest(`${step.name}: ${error.message}`, 1));
  const duration = seconds(startedAtMs);
  run.done.push({ name: step.name, outcome, duration });
  process.stdout.write(`${printed.join('')}== ${step.name}: ${line(outcome)} in ${duration}\n`);
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

function conclude(outcomes, done) {
  const total = sum(outcomes);
  process.stdout.write('\n');
  for (const { title, reason } of total.skipped) process.stdout.write(`skipped: ${title}: ${reason}\n`);
  for (const failure of total.failures) process.stdout.write(`failed: ${failure}\n`);
  if (done.length > 0)
    process.stdout.write(`took: ${done.map(({ name, duration }) => `${name} ${duration}`).join(', ')}\n`);
  process.stdout.write(`${line(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}
