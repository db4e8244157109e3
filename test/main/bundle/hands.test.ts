/**
 * Tray and push-to-talk of the built main bundle, as a page hears them from the real core over its window's own connection.
 *
 * As on a Linux desktop without a screen: a click on the tray toggles, and so does the shortcut.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bridge, KeyAction, TalkView } from '../../../src/contract/index.ts';
import type { SeenWindow } from '../../fakes/electron-orders.ts';
import { aDataFolder, DesktopProcess, pageUrl, voiceWindow } from './desktop-process.ts';

describe.runIf(process.platform === 'linux')('the built bundle', () => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>;
  let desktop: DesktopProcess;
  /** The page that speaks; it listens for the key, as the real one does once it is in a talk. */
  let voice: Bridge;
  let talk: TalkView;
  const keys: KeyAction[] = [];

  beforeAll(async () => {
    folder = await aDataFolder();
    desktop = await DesktopProcess.start({ dataDir: folder.dataDir, args: ['--demo'] });
    voice = await desktop.page(voiceWindow);
    voice.subscribe('talk.keyPressed', (message) => {
      if (message.type === 'event') keys.push(message.payload.action);
    });
    await new Promise<void>((resolve) => {
      voice.subscribe('talk.changed', (message) => {
        talk = message.type === 'state' ? message.state : message.payload;
        resolve();
      });
    });
  });
  afterAll(async () => {
    expect(await desktop.end()).toBe(0);
    await folder.remove();
  });

  const bar = async (): Promise<SeenWindow | undefined> =>
    (await desktop.look()).windows.find(({ url }) => url === `${pageUrl}?part=bar`);

  /** Resolves once the page heard exactly these keys since the last call, and the bar is shown or not. */
  async function heard(expected: readonly KeyAction[], isBarShown: boolean): Promise<void> {
    await expect.poll(() => keys).toEqual(expected);
    keys.length = 0;
    await expect.poll(async () => (await bar())?.visible ?? false).toBe(isBarShown);
  }

  async function setMode(mode: TalkView['mode']): Promise<void> {
    await voice.invoke('talk.setMode', { mode });
    await expect.poll(() => talk.mode).toBe(mode);
  }

  it('[V4] a click on the tray begins a turn at the page and another ends it; the bar is shown without the focus', async () => {
    expect(await bar()).toBeUndefined();
    await desktop.order('clickTray');
    await heard(['down'], true);
    expect(await bar()).toMatchObject({ focused: 0, loads: 1, bounds: { width: 360, height: 64 } });
    await desktop.order('clickTray');
    await heard(['up'], false);
    await desktop.order('choose', 'Talk: start or stop');
    await heard(['down'], true);
    await desktop.order('power', 'lock-screen');
    await heard(['up'], false);
  });

  it('[V4] the shortcut does the same, follows the settings of the real core, and shows no bar where it is switched off', async () => {
    expect((await desktop.look()).shortcuts).toEqual(['Control+Shift+Space']);
    await desktop.order('pressShortcut', 'Control+Shift+Space');
    await heard(['down'], true);
    await desktop.order('pressShortcut', 'Control+Shift+Space');
    await heard(['up'], false);
    await voice.invoke('settings.set', { key: 'desktop.shortcut', value: 'F9' });
    await expect.poll(async () => (await desktop.look()).shortcuts).toEqual(['F9']);
    await voice.invoke('settings.set', { key: 'desktop.bar', value: false });
    await desktop.order('pressShortcut', 'F9');
    await heard(['down'], false);
    await desktop.order('pressShortcut', 'F9');
    await heard(['up'], false);
    await voice.invoke('settings.set', { key: 'desktop.bar', value: true });
    await desktop.order('pressShortcut', 'F9');
    await heard(['down'], true);
    await desktop.order('pressShortcut', 'F9');
    await heard(['up'], false);
  });

  it('[V4] what is held is taken back by Esc, and is over where a window says so', async () => {
    await voice.invoke('talk.key', { action: 'down' });
    await heard(['down'], true);
    await voice.invoke('talk.key', { action: 'cancel' });
    await heard(['cancel'], false);
    await desktop.order('clickTray');
    await heard(['down'], true);
    await voice.invoke('talk.keyOver', {});
    await heard([], false);
    await desktop.order('clickTray');
    await heard(['down'], true);
    await desktop.order('clickTray');
    await heard(['up'], false);
  });

  it('[V4] two taps lock hands-free in the real core, for now alone, and the next press unlocks', async () => {
    await setMode('push-to-talk');
    const press = (...actions: KeyAction[]): Promise<unknown> =>
      Promise.all(actions.map((action) => voice.invoke('talk.key', { action })));
    await press('down', 'up', 'down', 'up');
    await expect.poll(() => talk.mode).toBe('hands-free');
    await heard(['down', 'cancel'], false);
    expect(await voice.invoke('settings.get', { key: 'talk.mode' })).toBe('push-to-talk');
    await desktop.order('clickTray');
    await expect.poll(() => talk.mode).toBe('push-to-talk');
    await heard([], false);
    await setMode('hands-free');
    // Without push-to-talk a tap is a turn like any other.
    await press('down', 'up', 'down', 'up');
    await heard(['down', 'up', 'down', 'up'], false);
    expect(talk.mode).toBe('hands-free');
  });
});
