import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sum } from '../../tools/test/run-steps.mjs';
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

  it('adds up with the others', () => {
    const bad = { passed: 0, failed: 1, skipped: [], failures: ['types'] };
    expect(sum([good, bad])).toEqual({ passed: 3, failed: 1, skipped: good.skipped, failures: ['types'] });
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
