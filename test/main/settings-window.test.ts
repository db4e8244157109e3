/**
 * The desktop's settings window, on a fake Electron: how it is opened, what it is served, what its end ends.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { FakeWindow } from '../fakes/electron-window.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let app: FakeApp;
let stored: Record<string, unknown>;
const page = 'parley-app://window/?part=settings';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-settings-window-'));
  electron = new FakeElectron();
  app = aFakeApp();
  stored = {};
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

async function startDesktop(platform: NodeJS.Platform = 'linux') {
  await runDesktop({
    ...desktopParts({ folder, electron, app }),
    platform,
    createBoundsStore: (name) => ({ get: () => stored[name], set: (bounds) => (stored[name] = bounds) }),
  });
  const [talk, voice] = electron.windows;
  const [tray] = electron.trays;
  if (!talk || !voice || !tray) throw new Error('no window');
  const choose = (words: string): void => tray.menu.find(({ label }) => label?.startsWith(words))?.click?.();
  return { talk, voice, choose };
}

/** Those that were opened, closed ones included. */
function settingsWindows(): FakeWindow[] {
  return electron.windows.filter(({ loaded }) => loaded?.startsWith(page));
}

it('[D1] opens from the tray, once; asked for again it comes to the front as it is', async () => {
  const { talk, choose } = await startDesktop();
  choose('Settings');
  const [window] = settingsWindows();
  expect(window?.loaded).toBe(`${page}#/settings`);
  expect(window?.options.webPreferences).toEqual(talk.options.webPreferences);
  expect(window?.visible).toBe(false);
  window?.fire('ready-to-show');
  expect({ visible: window?.visible, focused: window?.focused }).toEqual({ visible: true, focused: 1 });
  choose('Settings');
  expect(settingsWindows()).toHaveLength(1);
  expect({ loads: window?.loads, focused: window?.focused, talk: talk.loads }).toEqual({
    loads: 1,
    focused: 2,
    talk: 1,
  });
});

it('[D1] the tray’s line of the servers shows them there, and the conversation stays where it is', async () => {
  const { talk, choose } = await startDesktop();
  choose('Settings');
  choose('No servers yet');
  expect(settingsWindows().map(({ loaded }) => loaded)).toEqual([`${page}#/servers`]);
  expect(talk.loaded).toBe('parley-app://window/');
});

it('[D1] opens by Ctrl+, in the window one looks at, and by nothing near it', async () => {
  const { talk, voice } = await startDesktop();
  const near = [
    talk.webContents.press(','),
    talk.webContents.press(',', { control: true, shift: true }),
    talk.webContents.press(',', { control: true, alt: true }),
    talk.webContents.press('.', { control: true }),
    talk.webContents.press(',', { control: true, type: 'keyUp' }),
    voice.webContents.press(',', { control: true }),
  ];
  expect(near).toEqual(near.map(() => false));
  expect(settingsWindows()).toEqual([]);
  expect(talk.webContents.press(',', { control: true })).toBe(true);
  talk.webContents.press(',', { control: true, isAutoRepeat: true });
  expect(settingsWindows().map(({ focused }) => focused)).toEqual([0]);
  settingsWindows()[0]?.webContents.press(',', { control: true });
  expect(settingsWindows().map(({ focused }) => focused)).toEqual([1]);
});

it('[D1] has its place in the menu of macOS, where the menu has the key', async () => {
  const { talk } = await startDesktop('darwin');
  expect(talk.webContents.press(',', { control: true })).toBe(false);
  const item = electron.menu?.[0]?.submenu?.find(({ accelerator }) => accelerator === 'Command+,');
  expect(item?.label).toBe('Settings…');
  item?.click?.();
  expect(settingsWindows()).toHaveLength(1);
  expect(electron.menu?.map(({ role }) => role)).toEqual([undefined, 'editMenu', 'windowMenu']);
});

it('[D1] has no menu elsewhere', async () => {
  await startDesktop();
  expect(electron.menu).toBeNull();
});

it('[V1] closing it ends no talk and only its own connection; opened again it is a new one', async () => {
  const { talk, voice, choose } = await startDesktop();
  choose('Settings');
  const [window] = settingsWindows();
  if (!window) throw new Error('no window');
  const url = `${page}#/settings`;
  electron.deliver(window.webContents, { subscribe: 'talk.keyPressed' }, { url, parent: null });
  electron.deliver(voice.webContents, { subscribe: 'talk.keyPressed' }, { url: voice.webContents.url, parent: null });
  expect(app.callers.at(-1)).toMatchObject({ role: 'owner', room: 'main' });
  window.webContents.sent.length = 0;
  window.close();
  app.emit('talk.keyPressed', { action: 'down' });
  expect(window.webContents.sent).toEqual([]);
  expect(voice.webContents.sent.at(-1)?.message).toMatchObject({ payload: { action: 'down' } });
  const heard = app.calls.map(({ method }) => method).filter((method) => method.startsWith('talk.'));
  expect({ heard, closed: app.closed, talk: talk.loads, voice: voice.loads }).toEqual({
    ...{ heard: [], closed: 0, talk: 1, voice: 1 },
  });
  choose('Settings');
  expect(settingsWindows()).toHaveLength(2);
});

it('[S3][S4] is guarded as every window: it goes nowhere else, no frame in it is heard, and the page itself is', async () => {
  const { choose } = await startDesktop();
  choose('Settings');
  const [window] = settingsWindows();
  if (!window) throw new Error('no window');
  const { webContents } = window;
  expect(webContents.navigate('https://evil.example/')).toBe(false);
  expect(webContents.navigate(`${page}#/settings`)).toBe(true);
  expect(webContents.isWebviewHeldBack(page)).toBe(true);
  expect(webContents.openHandler?.({ url: 'parley-app://window/' })).toEqual({ action: 'deny' });
  expect(electron.opened).toEqual([]);
  // The page where a provider's keys are made.
  webContents.openHandler?.({ url: 'https://example.com/keys' });
  expect(electron.opened).toEqual(['https://example.com/keys']);
  const before = app.callers.length;
  const main = { url: `${page}#/settings`, parent: null };
  electron.deliver(webContents, { subscribe: 'status.changed' }, { url: page, parent: main });
  expect(app.callers.length).toBe(before);
  electron.deliver(webContents, { subscribe: 'status.changed' }, main);
  expect(app.callers.slice(before)).toMatchObject([{ role: 'owner', room: 'main' }]);
});

it('[D1] opens where it was, apart from the conversation, also after the app was ended with it open', async () => {
  const first = await startDesktop();
  first.choose('Settings');
  const [window] = settingsWindows();
  if (!window) throw new Error('no window');
  expect(window.options).toMatchObject({ width: 980, height: 720 });
  window.bounds = { x: 100, y: 90, width: 700, height: 600 };
  window.close();
  expect(stored['settings']).toEqual(window.bounds);
  first.choose('Settings');
  const again = settingsWindows()[1];
  expect(again?.options).toMatchObject(window.bounds);
  if (again) again.bounds = { x: 10, y: 20, width: 710, height: 610 };
  electron.app.quit();
  expect(stored['settings']).toEqual({ x: 10, y: 20, width: 710, height: 610 });
  expect(stored['talk']).toMatchObject({ width: 1080, height: 760 });
});
