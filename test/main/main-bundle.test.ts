/**
 * The built main bundle with everything real but Electron: it starts the demo, serves its window, is driven by `parley`, and
 * leaves nothing behind.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppStatus } from '../../src/contract/index.ts';
import { realPid } from '../fixtures/real-pid.ts';
import { isAlive } from '../fixtures/is-alive.ts';
import { aDataFolder, DesktopProcess, node, out, pageUrl, talkWindow, voiceWindow } from './bundle/desktop-process.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let desktop: DesktopProcess;

beforeEach(async () => {
  folder = await aDataFolder();
  desktop = await DesktopProcess.start({ dataDir: folder.dataDir, args: ['--demo'] });
});
afterEach(async () => {
  await desktop.kill();
  await folder.remove();
});

/** The first state of the app, its first included, that fits. */
async function statusWith(fits: (status: AppStatus) => boolean): Promise<AppStatus> {
  const page = await desktop.page(talkWindow);
  return new Promise((resolve) => {
    page.subscribe('status.changed', (message) => {
      const status = message.type === 'state' ? message.state : message.payload;
      if (fits(status)) resolve(status);
    });
  });
}

it('[D1] shows its page, answers it, is driven by parley, and ends with everything it started', async () => {
  expect(desktop.reports.flatMap((report) => ('loaded' in report ? [[report.window, report.loaded]] : []))).toEqual([
    [talkWindow, pageUrl],
    [voiceWindow, `${pageUrl}?part=voice`],
  ]);

  const page = await desktop.order('fetch', pageUrl);
  expect(page).toMatchObject({ status: 200, policy: expect.stringContaining("default-src 'none'") as unknown });
  expect(page.body).toContain('<div id="root">');

  const status = await statusWith(({ livekit, provider }) => livekit.state === 'ready' && provider.source === 'demo');
  expect(status.provider.simulated).toBe(true);

  const asked = await promisify(execFile)(node, [
    path.join(out, 'node/parley.js'),
    'status',
    '--json',
    '--data-dir',
    folder.dataDir,
  ]);
  const seen = JSON.parse(asked.stdout) as AppStatus;
  expect({ pid: seen.livekit.pid, demo: seen.demo }).toEqual({ pid: status.livekit.pid, demo: status.demo });
  expect(seen.dataDir).toBe(folder.dataDir);

  expect(await desktop.end()).toBe(0);
  expect(isAlive(realPid(status.livekit.pid))).toBe(false);
});
