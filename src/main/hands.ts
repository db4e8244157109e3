/**
 * What reaches the talk from outside the windows: the shortcut, the machine's sleep and lock, the start at login.
 *
 * Path: desktop.ts -> here -> push-to-talk.ts, global-key/, login-item.ts, bridge `host.woke`.
 * Always: follows the settings as they change.
 */
import type { Bridge, DesktopSettings } from '../contract/index.ts';
import { DesktopSettings as DesktopSchema } from '../contract/index.ts';
import type { ElectronSlice } from './electron-slice.ts';
import { GlobalKey } from './global-key/global-key.ts';
import { whyNoHold } from './global-key/why-no-hold.ts';
import { setStartAtLogin } from './login-item.ts';
import { PushToTalk } from './push-to-talk.ts';
import type { PushToTalkOptions } from './push-to-talk.ts';

export interface HandsParts {
  readonly electron: Pick<ElectronSlice, 'app' | 'globalShortcut' | 'powerMonitor' | 'systemPreferences'>;
  readonly bridge: Bridge;
  readonly bar: PushToTalkOptions['bar'];
  readonly node: string;
  readonly keyProgram: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What to say about the shortcut, or null. */
  onWords(words: string | null): void;
}

export interface Hands {
  readonly pushToTalk: PushToTalk;
  close(): void;
}

export function createHands(parts: HandsParts): Hands {
  const { electron, bridge, platform, environment } = parts;
  let settings: DesktopSettings = { ...DesktopSchema.parse({}), shortcut: null };
  const pushToTalk = new PushToTalk({ bridge, bar: parts.bar, settings: () => settings });
  const key = new GlobalKey({
    globalShortcut: electron.globalShortcut,
    node: parts.node,
    program: parts.keyProgram,
    environment,
    whyNoHold: () => {
      const isTrusted = platform !== 'darwin' || electron.systemPreferences.isTrustedAccessibilityClient(false);
      return whyNoHold({ platform, environment, isTrusted });
    },
    onKey: (type) => pushToTalk.feed({ type }),
    onWords: parts.onWords,
  });
  let startsAtLogin: boolean | null = null;
  const endSettings = bridge.subscribe('settings.changed', (message) => {
    settings = (message.type === 'state' ? message.state : message.payload).desktop;
    key.watch(settings.shortcut);
    if (settings.startAtLogin === startsAtLogin) return;
    startsAtLogin = settings.startAtLogin;
    setStartAtLogin(electron.app, startsAtLogin, { platform, environment, program: process.execPath });
  });
  const letGo = (): void => pushToTalk.feed({ type: 'forced' });
  electron.powerMonitor.on('lock-screen', letGo);
  electron.powerMonitor.on('suspend', letGo);
  electron.powerMonitor.on('resume', () => void bridge.invoke('host.woke', undefined).catch(() => undefined));
  return {
    pushToTalk,
    close: () => {
      endSettings();
      key.close();
      pushToTalk.close();
    },
  };
}
