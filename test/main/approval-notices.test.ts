/**
 * A call that waits for the owner while no window is looked at: the system's notification of it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CallId } from '../../src/contract/index.ts';
import { approvalNoticeWords } from '../../src/main/approval-notices.ts';
import { appId, runDesktop } from '../../src/main/desktop.ts';
import type { DesktopParts } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { anApproval } from '../renderer/things.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let app: FakeApp;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-notices-'));
  await writeFile(path.join(folder, 'index.html'), '<title>Parley</title>');
  electron = new FakeElectron();
  app = aFakeApp();
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

async function startDesktop(changes: Partial<DesktopParts> = {}): Promise<void> {
  await runDesktop({ ...desktopParts({ folder, electron, app }), ...changes });
  await app.subscribed('approvals.changed');
}

const first = anApproval({ id: CallId.parse('call-1') });
const second = anApproval({ id: CallId.parse('call-2'), tool: 'move_file' });
const shown = (): boolean[] => electron.notifications.map((notice) => notice.shown);

it('[M12] a call that waits is told of while no window has the focus, once, and until it waits no longer', async () => {
  await startDesktop();
  app.emit('approvals.changed', [first]);
  await expect.poll(shown).toEqual([true]);
  expect(electron.notifications[0]?.options).toEqual({
    title: 'Parley needs your OK: write_file of filesystem',
    body: 'Click to see what it would do. The arguments are in the window.',
    icon: '/resources/icon.png',
    timeoutType: 'never',
  });
  app.emit('approvals.changed', [first, second]);
  await expect.poll(shown).toEqual([true, true]);
  app.emit('approvals.changed', [second]);
  await expect.poll(shown).toEqual([false, true]);
  electron.app.quit();
  await electron.app.exited;
  expect(shown()).toEqual([false, false]);
});

it('[M12] a click on it shows the conversation, also in place of a window that was closed', async () => {
  await startDesktop();
  const [window] = electron.windows;
  window?.close();
  app.emit('approvals.changed', [first]);
  await expect.poll(shown).toEqual([true]);
  electron.notifications[0]?.click();
  expect({ visible: window?.visible, focused: window?.focused, loads: window?.loads }).toEqual({
    visible: true,
    focused: 1,
    loads: 1,
  });
});

it('[M12] nothing is told of what opened under the person’s eyes', async () => {
  await startDesktop();
  electron.focused = true;
  app.emit('approvals.changed', [first]);
  await expect.poll(() => electron.trays[0]?.words).toBe('Parley waits for your approval');
  electron.focused = false;
  app.emit('approvals.changed', [first, second]);
  await expect
    .poll(() => electron.notifications.map(({ options }) => options.title))
    .toEqual(['Parley needs your OK: move_file of filesystem']);
});

it('[M12] names of servers are told whole to the eye, and cut', () => {
  const { title } = approvalNoticeWords({ tool: 'read\u202e\nelif', server: `${'s'.repeat(39)}😀😀` });
  expect(title).toBe(`Parley needs your OK: read\\u{202e}\\u{a}elif of ${'s'.repeat(39)}…`);
});

it('[D1] Windows knows the notifications by the name that the installed app has', async () => {
  await startDesktop({ platform: 'win32' });
  const builder = await readFile(path.resolve(import.meta.dirname, '../../electron-builder.yml'), 'utf8');
  expect(builder).toContain(`\nappId: ${appId}\n`);
  expect(electron.app.userModelId).toBe(appId);
});
