/**
 * The built main bundle with everything real but Electron: it starts the demo, serves its window, is driven by `parley`, and
 * leaves nothing behind.
 */
import { execFile, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppStatus } from '../../src/contract/index.ts';
import type { Order, Report } from '../fakes/electron-module.ts';
import { realPid } from '../fixtures/real-pid.ts';
import { isAlive } from '../fixtures/is-alive.ts';

const root = path.resolve(import.meta.dirname, '../..');
// A build elsewhere can be looked at, too.
const out = process.env['PARLEY_TEST_OUT'] ?? path.join(root, 'out');
const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

let dataDir: string;
let desktop: ChildProcess;

beforeEach(async () => {
  if (!existsSync(path.join(out, 'main/main.js')))
    throw new Error('There is no build to test: run "npm run build" first.');
  dataDir = await mkdtemp(path.join(tmpdir(), 'parley-desktop-'));
  desktop = fork(path.join(out, 'main/main.js'), ['--demo', '--data-dir', dataDir], {
    execPath: node,
    execArgv: ['--import', path.join(root, 'test/fakes/electron-in-node.mjs')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
});
afterEach(async () => {
  if (desktop.exitCode === null && desktop.signalCode === null) {
    desktop.kill('SIGKILL');
    await once(desktop, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true });
});

/** The first report that `pick` takes; rejects when the process ends first. */
function report<T>(pick: (report: Report) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      const picked = pick(message as Report);
      if (picked === undefined) return;
      desktop.off('message', onMessage);
      resolve(picked);
    };
    desktop.on('message', onMessage);
    desktop.once('exit', (code) => reject(new Error(`The desktop ended with ${code}.`)));
  });
}

function order(given: Order): void {
  desktop.send(given);
}

it('[D1] shows its page, answers it, is driven by parley, and ends with everything it started', async () => {
  const voiceUrl = 'parley-app://window/?part=voice';
  const voiceWindow = report((told) => ('loaded' in told && told.loaded === voiceUrl ? true : undefined));
  expect(await report((told) => ('loaded' in told ? told.loaded : undefined))).toBe('parley-app://window/');

  expect(await voiceWindow).toBe(true);

  const page = report((told) => ('fetched' in told ? told.fetched : undefined));
  order({ fetch: 'parley-app://window/' });
  expect(await page).toMatchObject({ status: 200, policy: expect.stringContaining("default-src 'none'") as unknown });
  expect((await page).body).toContain('<div id="root">');

  // The state comes with every change; the one with LiveKit and the demo's provider ready is waited for.
  const ready = report((told) => {
    if (!('sent' in told)) return undefined;
    const { event, state, payload } = told.sent as { event?: string; state?: AppStatus; payload?: AppStatus };
    const status = event === 'status.changed' ? (state ?? payload) : undefined;
    return status?.livekit.state === 'ready' && status.provider.source === 'demo' ? status : undefined;
  });
  order({ deliver: { subscribe: 'status.changed' } });
  const status = await ready;
  expect(status.provider.simulated).toBe(true);

  const asked = await promisify(execFile)(node, [
    path.join(out, 'node/parley.js'),
    'status',
    '--json',
    '--data-dir',
    dataDir,
  ]);
  const seen = JSON.parse(asked.stdout) as AppStatus;
  expect({ pid: seen.livekit.pid, demo: seen.demo }).toEqual({ pid: status.livekit.pid, demo: status.demo });
  expect(seen.dataDir).toBe(dataDir);

  const settingsWindow = report((told) => ('loaded' in told ? told.loaded : undefined));
  order({ choose: 'Settings…' });
  expect(await settingsWindow).toBe('parley-app://window/?part=settings#/settings');

  desktop.kill('SIGTERM');
  expect(await once(desktop, 'exit')).toEqual([0, null]);
  expect(isAlive(realPid(status.livekit.pid))).toBe(false);
});
