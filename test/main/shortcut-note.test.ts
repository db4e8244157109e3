/**
 * That the global shortcut does not work as set is told to the windows, on a fake Electron.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DesktopSettings } from '../../src/contract/index.ts';
import { runDesktop } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let app: FakeApp;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-shortcut-note-'));
  electron = new FakeElectron();
  app = aFakeApp();
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

async function startDesktop(environment: Record<string, string> = {}): Promise<void> {
  const parts = desktopParts({ folder, electron, app });
  await runDesktop({ ...parts, options: { ...parts.options, environment } });
}

const notes = (): unknown[] =>
  app.calls.filter(({ method }) => method === 'host.noteShortcut').map(({ input }) => input);

it('[V4] why it does not work as set, and that this is over', async () => {
  await startDesktop({ WAYLAND_DISPLAY: 'wayland-0' });
  await expect.poll(notes).toEqual([{ words: expect.stringContaining('Wayland shows no keys to apps') as unknown }]);
  app.emit('settings.changed', { desktop: DesktopSettings.parse({ shortcut: null }) });
  await expect.poll(() => notes().at(-1)).toEqual({ words: null });
});

it('[V4] that another program has it', async () => {
  electron.takenShortcuts.add('F9');
  await startDesktop();
  const words = 'Another program uses F9: choose another shortcut.';
  await expect.poll(notes).toContainEqual({ words });
});
