import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aFolder } from './a-folder.mjs';

const setUpFolder = path.resolve(import.meta.dirname, '../../tools/set-up');

/** A checkout of its own: the lock's place follows the place of its source. */
function aCheckout() {
  const root = aFolder();
  mkdirSync(path.join(root, 'tools'));
  cpSync(setUpFolder, path.join(root, 'tools', 'set-up'), { recursive: true });
  return root;
}

function run(root, work) {
  const script = `import { withSetupLock } from './tools/set-up/lock.mjs'; import { spawn } from 'node:child_process';
    await withSetupLock(async (onStarted) => { ${work} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const waitForStdin = `console.log('in'); await new Promise((resolve) => process.stdin.once('data', resolve)); process.stdin.destroy();`;

it('lets one set-up in after the other', async () => {
  const root = aCheckout();
  const first = run(root, waitForStdin);
  await once(first.stdout, 'data');
  const second = run(root, `console.log('in');`);
  const ended = once(second, 'exit');
  const [told] = await once(second.stderr, 'data');
  expect(String(told)).toContain('another set-up');
  expect(second.stdout.readableLength).toBe(0);
  first.stdin.write('go\n');
  await once(second.stdout, 'data');
  expect((await ended)[0]).toBe(0);
});

it('takes over from one that was killed, but only when what it had started has ended', async () => {
  const root = aCheckout();
  const orphan = `const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }); onStarted(child.pid); console.log(child.pid); ${waitForStdin}`;
  const first = run(root, orphan);
  const orphanPid = Number(String((await once(first.stdout, 'data'))[0]).split('\n')[0]);
  onTestFinished(() => {
    try {
      process.kill(orphanPid, 'SIGKILL');
    } catch {
      // ended by the test
    }
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  const second = run(root, `console.log('in');`);
  await once(second.stderr, 'data');
  expect(readFileSync(path.join(root, '.cache', 'set-up.lock'), 'utf8')).toContain(String(orphanPid));
  process.kill(orphanPid, 'SIGKILL');
  await once(second.stdout, 'data');
});
