import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { oneTest, sum } from '../../tools/test/run-steps.mjs';
import { readReport } from '../../tools/test/steps.mjs';
import { aFolder } from './a-folder.mjs';

function aReport(outcome) {
  const file = path.join(aFolder(), 'report.json');
  writeFileSync(file, typeof outcome === 'string' ? outcome : JSON.stringify(outcome));
  return file;
}

const good = { passed: 3, failed: 0, skipped: [{ title: 'a', reason: 'no Electron here' }], failures: [] };

describe('the outcome of a step', () => {
  it('is what its report says', () => {
    expect(readReport(aReport(good), 'unit', 0)).toEqual(good);
  });

  it.each([
    ['died without a report', '/nowhere/report.json', 1],
    ['died while writing its report', () => aReport('{"passed":'), 1],
    ['says all passed and ends badly', () => aReport(good), 1],
  ])('is a failure when it %s', (_what, file, code) => {
    const outcome = readReport(typeof file === 'function' ? file() : file, 'unit', code);
    expect(outcome.failed).toBe(1);
    expect(outcome.failures[0]).toContain('unit');
  });

  it('of a program without a report says how it ended where that is no verdict of its own', () => {
    expect(oneTest('lint', 1).failures).toEqual(['lint']);
    expect(oneTest('lint', 137).failures).toEqual(['lint: exit code 137 (SIGKILL)']);
  });

  it('adds up with the others', () => {
    const bad = { passed: 0, failed: 1, skipped: [], failures: ['types'] };
    expect(sum([good, bad])).toEqual({ passed: 3, failed: 1, skipped: good.skipped, failures: ['types'] });
  });
});

/** One step of vitest on a test of our own. */
function aVitestRun(test) {
  const folder = aFolder();
  const config = `export default { test: { globals: true, projects: [{ extends: true, test: { name: 'unit', include: ['*.test.mjs'] } }] } };`;
  writeFileSync(path.join(folder, 'vitest.config.mjs'), config);
  writeFileSync(path.join(folder, 'planted.test.mjs'), test);
  const [steps, runSteps] = ['steps', 'run-steps'].map(
    (name) => pathToFileURL(path.resolve(import.meta.dirname, `../../tools/test/${name}.mjs`)).href,
  );
  const script = `import { runSteps } from ${JSON.stringify(runSteps)}; import { vitestStep } from ${JSON.stringify(steps)};
    process.exitCode = await runSteps([vitestStep('unit', ['--root', ${JSON.stringify(folder)}])]);`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const lines = run.stdout.trimEnd().split('\n');
  return { code: run.status, last: lines.at(-1), failures: lines.filter((line) => line.startsWith('failed: ')) };
}

const onPosix = process.platform !== 'win32';

describe('a step of vitest', () => {
  it.runIf(onPosix)('that is killed is one failure, which names the step, the signal and the file', () => {
    const killed = aVitestRun(
      `it('kills vitest', () => { process.kill(process.ppid, 'SIGKILL'); return new Promise(() => {}); });`,
    );
    expect(killed).toEqual({
      code: 1,
      last: '0 passed, 1 failed, 0 skipped',
      failures: [
        expect.stringMatching(
          /^failed: unit ended with exit code 137 \(SIGKILL\), while it ran \S*planted\.test\.mjs; it left no whole report$/,
        ),
      ],
    });
  });

  it.runIf(onPosix)('whose worker is killed fails with the signal, and skips nothing in silence', () => {
    const killed = aVitestRun(
      `it('passes', () => {}); it('kills itself', () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); });`,
    );
    expect({ code: killed.code, failures: killed.failures }).toEqual({
      code: 1,
      failures: expect.arrayContaining([
        expect.stringMatching(/planted\.test\.mjs > kills itself \(did not run to its end\)$/),
        expect.stringMatching(/^failed: outside any test: .*SIGKILL.*planted\.test\.mjs$/),
      ]),
    });
    expect(killed.last).toMatch(/^\d passed, \d failed, 0 skipped$/);
  });
});

describe('the steps together', () => {
  function aRun(steps, afterwards = '') {
    const url = pathToFileURL(path.resolve(import.meta.dirname, '../../tools/test/run-steps.mjs')).href;
    const script = `import { runSteps } from ${JSON.stringify(url)}; ${afterwards}; process.exitCode = await runSteps(${steps});`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    return { code: run.status, lines: run.stdout.trimEnd().split('\n') };
  }
  const step = (outcome) => `{ name: 's', run: async () => (${JSON.stringify(outcome)}) }`;

  it('end with the sum as the last line, after every skip with its reason', () => {
    const { code, lines } = aRun(`[${step(good)}, ${step(good)}]`);
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe('6 passed, 0 failed, 2 skipped');
    expect(lines.slice(-4, -1)).toEqual([
      'skipped: a: no Electron here',
      'skipped: a: no Electron here',
      expect.stringMatching(/^took: s \d+\.\d s, s \d+\.\d s$/),
    ]);
  });

  it('that run side by side print each what they have to say in one piece', () => {
    const saying = (word) =>
      `{ name: '${word}', run: async (write) => { for (let i = 0; i < 3; i += 1) { write('${word}\\n'); await new Promise(setImmediate); } return ${JSON.stringify(good)}; } }`;
    const { code, lines } = aRun(`[[${saying('a')}, ${saying('b')}, ${saying('c')}]]`);
    expect([code, lines.at(-1)]).toEqual([0, '9 passed, 0 failed, 3 skipped']);
    for (const word of ['a', 'b', 'c'])
      expect(lines.join('\n')).toContain(`${word}\n${word}\n${word}\n== ${word}: 3 passed`);
  });

  it('fail when one throws, and when nothing was tested at all', () => {
    const thrown = aRun(`[${step(good)}, { name: 's', run: async () => { throw new Error('boom'); } }]`);
    expect([thrown.code, thrown.lines.at(-1)]).toEqual([1, '3 passed, 1 failed, 1 skipped']);
    const none = aRun('[]');
    expect([none.code, none.lines.at(-1)]).toEqual([1, '0 passed, 0 failed, 0 skipped']);
  });

  it('stop after the step in which they were told to stop', () => {
    const stopped = `{ name: 'long', run: () => new Promise((resolve) => { const alive = setInterval(() => {}, 1000); process.once('SIGINT', () => { clearInterval(alive); setImmediate(resolve, ${JSON.stringify(good)}); }); process.kill(process.pid, 'SIGINT'); }) }`;
    const { code, lines } = aRun(`[${stopped}, ${step(good)}]`);
    expect([code, lines.at(-1)]).toEqual([1, '3 passed, 1 failed, 1 skipped']);
    expect(lines.join('\n')).toContain('stopped by SIGINT; the steps after long did not run');
  });
});
