/**
 * All windows there are, those that are made later included, with what each of them is served and heard by.
 *
 * Path: desktop.ts -> here -> talk-window.ts, settings-window.ts, voice-window.ts, bar-window.ts.
 */
import path from 'node:path';
import { applicationMenu } from './application-menu.ts';
import { createBarWindow } from './bar-window.ts';
import type { BarWindow } from './bar-window.ts';
import type { ElectronSlice, SliceContents } from './electron-slice.ts';
import { onSettingsKey } from './settings-key.ts';
import { createSettingsWindow } from './settings-window.ts';
import type { SettingsWindow } from './settings-window.ts';
import { createVoiceWindow } from './voice-window.ts';
import type { VoiceWindow } from './voice-window.ts';
import { createTalkWindow } from './talk-window.ts';
import type { TalkWindow } from './talk-window.ts';
import type { BoundsStore } from './window-bounds.ts';
import type { WindowBridge } from './window-bridge.ts';

export interface Windows {
  readonly talk: TalkWindow;
  readonly settings: SettingsWindow;
  readonly voice: VoiceWindow;
  readonly bar: BarWindow;
}

export interface WindowsParts {
  readonly electron: Pick<ElectronSlice, 'app' | 'BrowserWindow' | 'Menu' | 'screen'>;
  readonly preloadFile: string;
  readonly resourcesDir: string;
  readonly platform: NodeJS.Platform;
  createBoundsStore(window: 'talk' | 'settings'): BoundsStore;
}

/** `hidden`: the conversation is not shown until somebody asks for it. */
export function createWindows(parts: WindowsParts, given: { bridge: WindowBridge; hidden: boolean }): Windows {
  const { electron, platform } = parts;
  const { bridge, hidden } = given;
  const look = {
    preloadFile: parts.preloadFile,
    icon: path.join(parts.resourcesDir, 'icon.png'),
    devTools: !electron.app.isPackaged,
  };
  const admit = (contents: SliceContents): void => bridge.admit(contents);
  const admitWithKey = (contents: SliceContents): void => {
    admit(contents);
    onSettingsKey(contents, platform, () => settings.open());
  };
  const menu = applicationMenu(platform, () => settings.open());
  electron.Menu.setApplicationMenu(menu && electron.Menu.buildFromTemplate(menu));

  const talk = createTalkWindow(electron, {
    ...look,
    bounds: parts.createBoundsStore('talk'),
    hidden,
    onUsed: () => voice.revive(),
  });
  const voice = createVoiceWindow(electron, look);
  const bar = createBarWindow(electron, { ...look, admit });
  const bounds = parts.createBoundsStore('settings');
  const settings = createSettingsWindow(electron, { ...look, bounds, admit: admitWithKey });
  admitWithKey(talk.contents);
  admit(voice.contents);
  electron.app.on('activate', () => talk.show());
  electron.app.on('before-quit', () => {
    talk.release();
    settings.release();
  });
  return { talk, settings, voice, bar };
}
