/**
 * The desktop's hidden voice window, on a fake Electron.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let app: FakeApp;
const page = 'parley-app://window/';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-voice-window-'));
  electron = new FakeElectron();
  app = aFakeApp();
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

async function startDesktop() {
  await runDesktop(desktopParts({ folder, electron, app }));
  const [window, voice] = electron.windows;
  const [tray] = electron.trays;
  if (!window || !voice || !tray) throw new Error('no window');
  return { window, voice, tray };
}

it('[V1] is there from the start, takes no part in what one sees, and outlives every other window', async () => {
  const { window, voice, tray } = await startDesktop();
  expect(voice.loaded).toBe(`${page}?part=voice`);
  expect(voice.options).toMatchObject({ show: false, focusable: false, skipTaskbar: true });
  const before = { loads: voice.loads, reloads: voice.webContents.reloads };
  voice.fire('ready-to-show');
  electron.app.startAgain(['parley', 'parley://settings']);
  electron.app.activate();
  tray.click();
  window.close();
  window.webContents.crash();
  electron.app.fire('window-all-closed');
  expect({ loads: voice.loads, reloads: voice.webContents.reloads, visible: voice.visible }).toEqual({
    ...before,
    visible: false,
  });
});

it('[V1] is loaded again after a crash, by itself, and stays hidden', async () => {
  const { window, voice } = await startDesktop();
  voice.webContents.crash();
  expect({ voice: voice.webContents.reloads, window: window.webContents.reloads }).toEqual({ voice: 1, window: 0 });
  expect(voice.visible).toBe(false);
});

it('[F11] crashed too often it stays down, the tray says so, and the next thing one does brings it back', async () => {
  const { window, voice, tray } = await startDesktop();
  const crash = (): void => voice.webContents.crash();
  const press = (type: 'mouseMove' | 'mouseDown' | 'rawKeyDown'): void => window.webContents.input(type);
  const start = (): (() => void) | undefined => tray.menu.find(({ label }) => label === 'Start the voice again')?.click;
  const seen = (): unknown => ({
    reloads: voice.webContents.reloads,
    icon: path.basename(tray.icon),
    words: tray.words,
  });
  for (let times = 0; times < 4; times += 1) crash();
  const down = { icon: 'problem.png', words: expect.stringContaining('kept crashing and was stopped') as unknown };
  press('mouseMove');
  voice.fire('ready-to-show');
  expect(seen()).toEqual({ reloads: 3, ...down });

  const ways: (() => void)[] = [
    () => press('mouseDown'),
    () => press('rawKeyDown'),
    () => electron.app.activate(),
    () => electron.app.startAgain(['parley', 'parley://settings']),
    () => tray.menu.find(({ label }) => label === 'Open Parley')?.click?.(),
    () => start()?.(),
    () => app.emit('talk.keyPressed', { action: 'down' }),
  ];
  for (const [index, way] of ways.entries()) {
    way();
    // Once is enough: what is there is not loaded anew.
    way();
    const up = { reloads: 4 + index, icon: 'idle.png', words: 'Parley' };
    await expect.poll(() => [index, seen()]).toEqual([index, up]);
    expect(start()).toBeUndefined();
    // Within the minute one more crash is one too many again.
    crash();
    expect([index, seen()]).toEqual([index, { reloads: 4 + index, ...down }]);
  }
  expect(voice.visible).toBe(false);
});

it('[V4] hears the shortcut and the tray over its own connection', async () => {
  const { voice, tray } = await startDesktop();
  const before = app.callers.length;
  electron.deliver(voice.webContents, { subscribe: 'talk.keyPressed' }, { url: voice.webContents.url, parent: null });
  expect(app.callers.length).toBe(before + 1);
  expect(app.callers.at(-1)).toMatchObject({ role: 'owner', room: 'main' });
  tray.click();
  await expect
    .poll(() => app.calls.find(({ method }) => method === 'talk.key')?.input)
    .toEqual({
      action: 'down',
      decided: true,
    });
  app.emit('talk.keyPressed', { action: 'down' });
  expect(voice.webContents.sent.at(-1)?.message).toMatchObject({ payload: { action: 'down' } });
});

it.each(['lock-screen', 'suspend'] as const)(
  '[V4] a key that a program presses arrives once and shows the bar; %s lets go of it',
  async (event) => {
    await startDesktop();
    await app.subscribed('talk.keyAsked');
    app.emit('talk.keyAsked', { action: 'down' });
    await expect.poll(() => electron.windows[2]?.visible).toBe(true);
    electron.powerMonitor.fire(event);
    const keys = (): unknown[] => app.calls.filter(({ method }) => method === 'talk.key').map(({ input }) => input);
    await expect.poll(keys).toEqual(['down', 'up'].map((action) => ({ action, decided: true })));
    expect(electron.windows[2]?.visible).toBe(false);
  },
);

it.each([
  ['a window', () => app.emit('talk.keyOver', null)],
  ['a crash', () => electron.windows[1]?.webContents.crash()],
] as const)(
  '[V4] where %s ended what the tray began, the bar goes and the next press begins anew',
  async (_what, end) => {
    const { tray } = await startDesktop();
    await app.subscribed('talk.keyOver');
    const keys = (): unknown[] =>
      app.calls.flatMap(({ method, input }) => (method === 'talk.key' ? [(input as { action: string }).action] : []));
    tray.click();
    await expect.poll(() => electron.windows[2]?.visible).toBe(true);
    end();
    await expect.poll(() => electron.windows[2]?.visible).toBe(false);
    tray.click();
    await expect.poll(() => electron.windows[2]?.visible).toBe(true);
    expect(keys()).toEqual(['down', 'down']);
  },
);
