import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runQuietly } from '../../tools/set-up/run-child.mjs';
import { aFolder } from './a-folder.mjs';

const runChild = pathToFileURL(path.resolve(import.meta.dirname, '../../tools/set-up/run-child.mjs')).href;

/** A parent that runs `program` through run-child.mjs; resolves when the child says "up". */
async function aParent(call, program) {
  const folder = aFolder();
  const child = path.join(folder, 'child.mjs');
  const parent = path.join(folder, 'parent.mjs');
  writeFileSync(child, program);
  writeFileSync(
    parent,
    `import * as run from ${JSON.stringify(runChild)};\n${call.replaceAll('CHILD', JSON.stringify(child))}\n`,
  );
  const running = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void running.kill('SIGKILL'));
  const [line] = await once(running.stdout, 'data');
  return { running, firstLine: String(line) };
}

const foreground = 'process.exitCode = await run.runInForeground(process.execPath, [CHILD]);';

describe('a program in the foreground', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('gets %s, and its exit code becomes ours', async (signal) => {
    const program = `process.on('${signal}', () => process.exit(7)); console.log('{"event":"ready"}'); setInterval(() => {}, 1000);`;
    const { running, firstLine } = await aParent(foreground, program);
    expect(firstLine).toBe('{"event":"ready"}\n');
    running.kill(signal);
    expect((await once(running, 'exit'))[0]).toBe(7);
  });

  it('that ignores SIGTERM is killed within 10 s', async () => {
    const program = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`;
    const { running } = await aParent(foreground, program);
    const startedAtMs = Date.now();
    running.kill('SIGTERM');
    expect((await once(running, 'exit'))[0]).toBe(137);
    expect(Date.now() - startedAtMs).toBeLessThan(10_000);
  });
});

describe('a quiet program', () => {
  it('is reported with its exit code and its last words', async () => {
    const script = `console.log('x'.repeat(100000)); console.error('the end'); process.exit(5)`;
    const result = await runQuietly(process.execPath, ['-e', script]);
    expect(result).toMatchObject({ code: 5, missing: false });
    expect(result.output.length).toBeLessThanOrEqual(16_384);
    expect(result.output).toContain('the end');
  });

  it('that does not exist is reported as missing', async () => {
    expect(await runQuietly('/nowhere/at-all', [])).toMatchObject({ missing: true });
  });

  it('ends with us when we are told to end', async () => {
    const call = `run.runQuietly(process.execPath, [CHILD], { onStarted: (pid) => console.log(pid) });`;
    const { running, firstLine } = await aParent(call, 'setInterval(() => {}, 1000);');
    running.kill('SIGTERM');
    expect((await once(running, 'exit'))[0]).toBe(143);
    expect(() => process.kill(Number(firstLine), 0)).toThrow(/ESRCH/);
  });
});
