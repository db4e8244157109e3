/**
 * The desktop shell on a fake Electron: what it sets up, what it refuses, how it ends.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, DesktopSettings } from '../../src/contract/index.ts';
import { runDesktop } from '../../src/main/desktop.ts';
import type { DesktopParts } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { anApproval } from '../renderer/things.ts';
import { aFakeApp, desktopParts, talk } from './desktop-parts.ts';

let folder: string;
let electron: FakeElectron;
let app: FakeApp;
let requestEnd: () => void;
let storedBounds: unknown;
const page = 'parley-app://window/';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-main-'));
  await writeFile(path.join(folder, 'index.html'), '<title>Parley</title>');
  electron = new FakeElectron();
  app = aFakeApp();
  storedBounds = null;
});
afterEach(async () => {
  // Also what a test left running is ended: the door must not stay open.
  electron.app.quit();
  await rm(folder, { recursive: true });
});

function parts(changes: Partial<DesktopParts> = {}): DesktopParts {
  return {
    ...desktopParts({ folder, electron, app }),
    createBoundsStore: () => ({ get: () => storedBounds, set: (bounds) => (storedBounds = bounds) }),
    onEndRequested: (listener) => (requestEnd = listener),
    ...changes,
  };
}

async function startDesktop(changes: Partial<DesktopParts> = {}) {
  await runDesktop(parts(changes));
  const [window, voice] = electron.windows;
  const [tray] = electron.trays;
  if (!window || !voice || !tray) throw new Error('no window');
  return { window, voice, tray, contents: window.webContents };
}

/** What push-to-talk was told. */
function keys(): unknown[] {
  return app.calls
    .filter(({ method }) => method === 'talk.key')
    .map(({ input }) => (input as { action: string }).action);
}

describe('what is set up', () => {
  it('[D3] sandboxed, isolated windows on the page of their own scheme', async () => {
    const { window, voice } = await startDesktop();
    expect(voice.options.webPreferences).toEqual(window.options.webPreferences);
    expect(window.options.webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
      devTools: true,
    });
    expect({
      loaded: window.loaded,
      sandboxed: electron.app.sandboxed,
      schemes: electron.schemes,
      windows: electron.windows.length,
    }).toEqual({
      loaded: page,
      sandboxed: true,
      schemes: ['parley-app'],
      windows: 2,
    });
    expect((await stat(path.join(folder, 'electron'))).mode & 0o077).toBe(0);
  });

  it('[D3] the scheme serves the page with the final policy, and nothing of another host', async () => {
    await startDesktop();
    const handler = electron.handlers.get('parley-app');
    const answer = await handler?.(new Request(page));
    expect(await answer?.text()).toBe('<title>Parley</title>');
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await handler?.(new Request('parley-app://elsewhere/')))?.status).toBe(403);
    expect((await handler?.(new Request(`${page}%2e%2e%2fdesktop.test.ts`)))?.status).toBe(404);
  });

  it('[D4] the parley program finds the desktop app by its door', async () => {
    await startDesktop();
    expect(app.published?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${app.published?.url}/?token=${app.published?.token}`, { redirect: 'manual' });
    expect(answer.status).toBe(303);
  });
});

describe('what is refused', () => {
  it('[S6] permissions: whatever a page asks for is decided by handlers of our own', async () => {
    await startDesktop();
    const { permissionRequest, permissionCheck, devicePermission } = electron;
    expect([permissionRequest, permissionCheck, devicePermission]).not.toContain(null);
  });

  it('[S3] messages of a sub-frame, a foreign page, a gone frame or a foreign window', async () => {
    const { contents } = await startDesktop();
    const before = app.callers.length;
    const request = { id: 1, method: 'settings.get', input: {} };
    electron.deliver(contents, request, { url: page, parent: { url: page, parent: null } });
    electron.deliver(contents, request, { url: 'https://evil.example/', parent: null });
    electron.deliver(contents, request, { url: 'parley-app://evil/', parent: null });
    electron.deliver(contents, request, null);
    electron.deliver(electron.createContents(), request);
    expect(app.callers.length).toBe(before);
    const answered = new Promise<void>((resolve) => contents.on('test:sent', () => resolve()));
    electron.deliver(contents, request);
    await answered;
    expect(contents.sent).toEqual([{ channel: 'parley:bridge', message: { id: 1, ok: true, output: 'an answer' } }]);
    expect(app.callers.at(-1)).toMatchObject({ role: 'owner', room: 'main' });
  });

  it('[S7] a packaged app does not start with a debugging port', async () => {
    electron.app.isPackaged = true;
    electron.app.switches.add('remote-debugging-port');
    await runDesktop(parts());
    expect(await electron.app.exited).toBe(1);
    expect(electron.windows).toEqual([]);
  });
});

describe('its life', () => {
  it('[F12] a second instance ends, and the first one comes to the front', async () => {
    const { window } = await startDesktop();
    window.hide();
    electron.app.startAgain(['parley']);
    expect({ visible: window.visible, focused: window.focused }).toEqual({ visible: true, focused: 1 });

    const second = new FakeElectron();
    second.app.first = () => false;
    const started: unknown[] = [];
    await runDesktop({
      ...parts(),
      electron: second.slice(),
      createApp: (options) => (started.push(options), Promise.resolve(app)),
    });
    expect({ quits: second.app.quits, started, windows: second.windows }).toEqual({
      quits: 1,
      started: [],
      windows: [],
    });
  });

  it('[F12] a profile that a host already uses is said in a box', async () => {
    const taken = new AppError('host/already-running', 'Parley is already running on this profile (process 99).');
    await runDesktop(parts({ createApp: () => Promise.reject(taken) }));
    expect(await electron.app.exited).toBe(1);
    expect(electron.errors).toEqual(['Parley cannot start: Parley is already running on this profile (process 99).']);
  });

  it('[V1] closing the window hides it; quitting closes the app first', async () => {
    const { window, tray } = await startDesktop();
    window.show();
    expect(window.close()).toBe(false);
    expect({ visible: window.visible, closed: app.closed }).toEqual({ visible: false, closed: 0 });
    let finishClosing = (): void => undefined;
    app.closing = new Promise((resolve) => (finishClosing = resolve));
    const ends: string[] = [];
    void electron.app.exited.then(() => ends.push('process'));
    requestEnd();
    requestEnd();
    await new Promise((resolve) => setImmediate(resolve));
    ends.push('app');
    finishClosing();
    expect(await electron.app.exited).toBe(0);
    expect(ends).toEqual(['app', 'process']);
    expect({ closed: app.closed, tray: tray.destroyed }).toEqual({ closed: 1, tray: true });
    expect(window.close()).toBe(true);
    await expect(fetch(`${app.published?.url}/`)).rejects.toThrow();
  });

  it('[F11] a crashed page is loaded again, but not for ever', async () => {
    const { contents } = await startDesktop();
    for (let crash = 0; crash < 5; crash += 1) contents.crash();
    expect(contents.reloads).toBe(3);
    // Until somebody asks for it.
    electron.app.activate();
    electron.app.activate();
    expect(contents.reloads).toBe(4);
  });

  it('a page that is loaded anew is a new connection; the old one ends', async () => {
    const { contents } = await startDesktop();
    const before = app.callers.length;
    electron.deliver(contents, { subscribe: 'status.changed' });
    contents.startNavigation({ isSameDocument: true });
    electron.deliver(contents, { subscribe: 'talk.changed' });
    expect(app.callers.length).toBe(before + 1);
    contents.startNavigation({});
    contents.sent.length = 0;
    app.emit('status.changed', {});
    expect(contents.sent).toEqual([]);
    electron.deliver(contents, { subscribe: 'status.changed' });
    expect(app.callers.length).toBe(before + 2);
  });
});

describe('the tray', () => {
  it('[V4] a click toggles push-to-talk; on macOS press and release hold it', async () => {
    const { tray } = await startDesktop();
    tray.click();
    tray.click();
    await expect.poll(keys).toEqual(['down', 'up']);
    electron.app.quit();

    electron = new FakeElectron();
    app = aFakeApp();
    const mac = await startDesktop({ platform: 'darwin' });
    expect(mac.tray.icon).toBe('/resources/tray/idleTemplate.png');
    mac.tray.click();
    mac.tray.mouseDown();
    mac.tray.mouseUp();
    await expect.poll(keys).toEqual(['down', 'up']);
    mac.tray.rightClick();
    expect(mac.tray.menu.map(({ label }) => label)).toContain('Quit Parley');
  });

  it('[D1] shows the state in picture and words', async () => {
    const { tray } = await startDesktop();
    await app.subscribed('approvals.changed');
    app.emit('talk.changed', talk);
    await expect.poll(() => tray.icon).toBe('/resources/tray/listening.png');
    app.emit('approvals.changed', [anApproval()]);
    await expect.poll(() => tray.words).toBe('Parley waits for your approval');
    app.emit('approvals.changed', []);
    app.emit('talk.changed', { ...talk, problem: { code: 'provider/no-key', message: 'No key is stored.' } });
    await expect
      .poll(() => ({ icon: tray.icon, words: tray.words }))
      .toEqual({ icon: '/resources/tray/problem.png', words: 'No key is stored.' });
  });
});

describe('the tray’s menu', () => {
  const labels = (tray: { menu: { label?: string }[] }): string[] => tray.menu.flatMap(({ label }) => label ?? []);

  it('[D1] opens the places, sums up the servers and says why the shortcut cannot be held', async () => {
    const { tray, window } = await startDesktop();
    await app.subscribed('mcp.serversChanged');
    app.emit('mcp.serversChanged', [
      { name: 'a', enabled: true, state: 'ready' },
      { name: 'b', enabled: true, state: 'failed' },
      { name: 'c', enabled: false, state: 'stopped' },
    ]);
    await expect.poll(() => labels(tray)).toContain('Servers: 1 of 2 ready, 1 failed');
    expect(labels(tray)).toContain('There is no screen here, so there is no shortcut.');
    tray.menu.find(({ label }) => label === 'Share…')?.click?.();
    expect({ loaded: window.loaded, visible: window.visible }).toEqual({ loaded: `${page}#/share`, visible: true });
  });
});

describe('from outside', () => {
  it('[V4] the shortcut toggles where it cannot be held, and follows the settings', async () => {
    await startDesktop();
    await expect.poll(() => [...electron.shortcuts.keys()]).toEqual(['F9']);
    electron.shortcuts.get('F9')?.();
    await expect.poll(keys).toEqual(['down']);
    app.emit('settings.changed', { desktop: DesktopSettings.parse({ shortcut: 'F10' }) });
    await expect.poll(() => [...electron.shortcuts.keys()]).toEqual(['F10']);
    app.emit('settings.changed', { desktop: DesktopSettings.parse({ shortcut: null }) });
    await expect.poll(() => [...electron.shortcuts.keys()]).toEqual([]);
  });

  it('[D1] the bar is there while the key is held, over all windows and without the focus; off in the settings', async () => {
    const { tray } = await startDesktop();
    await expect.poll(() => electron.shortcuts.size).toBe(1);
    tray.click();
    const bar = electron.windows[2];
    expect(bar?.options).toMatchObject({ focusable: false, alwaysOnTop: true, frame: false, width: 360, height: 64 });
    expect({ ...bar?.bounds, visible: bar?.visible, loaded: bar?.loaded, focused: bar?.focused }).toEqual({
      ...{ x: 780, y: 928, width: 360, height: 64 },
      ...{ visible: true, loaded: `${page}?part=bar`, focused: 0 },
    });
    tray.click();
    expect({ visible: bar?.visible, windows: electron.windows.length }).toEqual({ visible: false, windows: 3 });
    app.emit('settings.changed', { desktop: DesktopSettings.parse({ shortcut: null, bar: false }) });
    await expect.poll(() => electron.shortcuts.size).toBe(0);
    tray.click();
    expect(bar?.visible).toBe(false);
  });

  it('[F11] a crashed bar is loaded again, and one that crashed too often at the next key-down', async () => {
    const { tray } = await startDesktop();
    await expect.poll(() => electron.shortcuts.size).toBe(1);
    tray.click();
    tray.click();
    const bar = electron.windows[2]?.webContents;
    const crash = (): void => bar?.crash();
    crash();
    expect(bar?.reloads).toBe(1);
    for (let times = 0; times < 4; times += 1) crash();
    expect(bar?.reloads).toBe(3);
    tray.click();
    expect({ reloads: bar?.reloads, windows: electron.windows.length }).toEqual({ reloads: 4, windows: 3 });
  });

  it('[V4] lock of the screen and sleep let go of the key; after sleep the connections are looked at', async () => {
    for (const event of ['lock-screen', 'suspend'] as const) {
      app = aFakeApp();
      electron = new FakeElectron();
      const { tray } = await startDesktop();
      tray.click();
      electron.powerMonitor.fire(event);
      await expect.poll(keys).toEqual(['down', 'up']);
      electron.powerMonitor.fire('resume');
      await expect.poll(() => app.calls.at(-1)?.method).toBe('host.woke');
      electron.app.quit();
    }
  });

  it('[D1] a link shows its place, in this instance, and anything else is no link', async () => {
    const { window } = await startDesktop();
    window.hide();
    electron.app.startAgain(['parley', '--flag', 'parley://servers']);
    expect({ loaded: window.loaded, visible: window.visible, loads: window.loads }).toEqual({
      loaded: `${page}#/servers`,
      visible: true,
      loads: 2,
    });
    electron.app.startAgain(['parley', 'parley://servers/']);
    electron.app.startAgain(['parley', 'parley://settings?mode=x']);
    electron.app.openUrl('https://evil.example/');
    expect(window.loads).toBe(2);
    electron.app.openUrl('parley://log');
    expect(window.loaded).toBe(`${page}#/log`);
  });

  it('[D1] a link that starts the app is shown once the window is there', async () => {
    const { window } = await startDesktop({ args: ['parley://share'], hidden: true });
    expect(window.loaded).toBe(`${page}#/share`);
  });

  it('[D1] the window opens where it was, unless that display is gone', async () => {
    const onSecond = (storedBounds = { x: 2000, y: 10, width: 900, height: 700 });
    expect((await startDesktop()).window.options).toMatchObject({ width: 1080, height: 760 });
    electron.app.quit();
    electron = new FakeElectron();
    storedBounds = onSecond;
    electron.displays.push({ workArea: { x: 1920, y: 0, width: 1920, height: 1080 } });
    const { window } = await startDesktop();
    expect(window.options).toMatchObject({ x: 2000, y: 10, width: 900, height: 700 });
    window.bounds = { x: 50, y: 60, width: 800, height: 600 };
    window.close();
    expect(storedBounds).toEqual(window.bounds);
  });

  it('[D1] starts at login only when asked, and then into the tray', async () => {
    electron.app.isPackaged = true;
    const { window } = await startDesktop({ platform: 'win32', hidden: true });
    window.fire('ready-to-show');
    expect(window.visible).toBe(false);
    await expect.poll(() => electron.app.loginItems).toEqual([{ openAtLogin: false, args: ['--hidden'] }]);
    app.emit('settings.changed', { desktop: DesktopSettings.parse({ startAtLogin: true }) });
    await expect.poll(() => electron.app.loginItems.at(-1)?.openAtLogin).toBe(true);
    expect(electron.app.links).toEqual(['parley']);
  });

  it('[D1] on macOS the system says that it was started at login: no argument comes along', async () => {
    const isSeen = async (openedAtLogin: boolean, changes: Partial<DesktopParts> = {}): Promise<boolean> => {
      electron.app.quit();
      electron = new FakeElectron();
      app = aFakeApp();
      electron.app.isPackaged = true;
      electron.app.openedAtLogin = openedAtLogin;
      const { window } = await startDesktop({ platform: 'darwin', ...changes });
      window.fire('ready-to-show');
      return window.visible;
    };
    expect([await isSeen(false), await isSeen(true)]).toEqual([true, false]);
    await expect.poll(() => electron.app.loginItems).toEqual([{ openAtLogin: false }]);
    // A link is asked for by the person.
    expect(await isSeen(true, { args: ['parley://share'] })).toBe(true);
  });
});
