/**
 * The tray: state, menu, push-to-talk.
 *
 * Path: Electron's tray -> here -> push-to-talk.ts, bridge `talk.setMode`, the windows; events back -> icon.
 * Always: holding works where the system tells of press and release (macOS); elsewhere a click toggles. Source: DESIGN §8.
 */
import path from 'node:path';
import type { Bridge, TalkView } from '../contract/index.ts';
import type { ElectronSlice, MenuItem } from './electron-slice.ts';
import type { PushToTalkEvent } from './push-to-talk-state.ts';
import { serverWords } from './server-words.ts';
import { decideTrayState, startVoiceWords, trayWords } from './tray-state.ts';
import type { TrayView } from './tray-state.ts';

export interface TrayParts {
  readonly bridge: Bridge;
  /** Holds `tray/<state>.png` and, for macOS, `tray/<state>Template.png`. */
  readonly resourcesDir: string;
  readonly platform: NodeJS.Platform;
  showWindow(): void;
  showShare(): void;
  showServers(): void;
  showSettings(): void;
  /** What the icon does to push-to-talk. */
  press(event: PushToTalkEvent): void;
  startVoice(): void;
  quit(): void;
}

export interface Tray {
  /** One more line for the menu, where the shortcut cannot be held; null: none. */
  setNote(words: string | null): void;
  /** Whether the voice is left down, which the tray then tells and mends. */
  setVoiceDown(isDown: boolean): void;
  close(): void;
}

export function createTray({ Tray, Menu }: Pick<ElectronSlice, 'Tray' | 'Menu'>, parts: TrayParts): Tray {
  const { bridge } = parts;
  // macOS colors an image of this name as its menu bar needs it; there the shape alone tells the state.
  const suffix = parts.platform === 'darwin' ? 'Template' : '';
  // Of a release macOS tells only where no menu is set: there it is popped up.
  const isHeld = parts.platform === 'darwin';
  const iconOf = (state: string): string => path.join(parts.resourcesDir, 'tray', `${state}${suffix}.png`);
  const tray = new Tray(iconOf('idle'));
  let view: TrayView = { talk: null, waitingApprovals: 0, voiceDown: false };
  let servers = serverWords([]);
  let note: string | null = null;

  const setMode = (mode: TalkView['mode']): void => void bridge.invoke('talk.setMode', { mode }).catch(() => undefined);

  const menuOf = (): MenuItem[] => [
    { label: trayWords(view), enabled: false },
    ...(view.voiceDown ? [{ label: startVoiceWords, click: parts.startVoice }] : []),
    { type: 'separator' },
    { label: 'Open Parley', click: parts.showWindow },
    { label: 'Talk: start or stop', click: () => parts.press({ type: 'toggled' }) },
    {
      label: 'Hands-free',
      type: 'checkbox',
      checked: view.talk?.mode !== 'push-to-talk',
      click: () => setMode(view.talk?.mode === 'push-to-talk' ? 'hands-free' : 'push-to-talk'),
    },
    ...(note === null ? [] : [{ label: note, enabled: false }]),
    { type: 'separator' },
    { label: servers, click: parts.showServers },
    { label: 'Share…', click: parts.showShare },
    { label: 'Settings…', click: parts.showSettings },
    { type: 'separator' },
    { label: 'Quit Parley', click: parts.quit },
  ];
  const show = (changes: Partial<TrayView> = {}): void => {
    view = { ...view, ...changes };
    tray.setImage(iconOf(decideTrayState(view)));
    tray.setToolTip(trayWords(view));
    if (!isHeld) tray.setContextMenu(Menu.buildFromTemplate(menuOf()));
  };

  if (isHeld) {
    tray.on('right-click', () => tray.popUpContextMenu(Menu.buildFromTemplate(menuOf())));
    tray.on('mouse-down', () => parts.press({ type: 'pressed' }));
    tray.on('mouse-up', () => parts.press({ type: 'released' }));
  } else {
    tray.on('click', () => parts.press({ type: 'toggled' }));
  }
  const ends = [
    bridge.subscribe('talk.changed', (message) => {
      show({ talk: message.type === 'state' ? message.state : message.payload });
    }),
    bridge.subscribe('approvals.changed', (message) => {
      show({ waitingApprovals: (message.type === 'state' ? message.state : message.payload).length });
    }),
    bridge.subscribe('mcp.serversChanged', (message) => {
      const words = serverWords(message.type === 'state' ? message.state : message.payload);
      if (words === servers) return;
      servers = words;
      show();
    }),
  ];
  show();
  return {
    setNote: (words) => {
      note = words;
      show();
    },
    setVoiceDown: (voiceDown) => show({ voiceDown }),
    close: () => {
      for (const end of ends) end();
      tray.destroy();
    },
  };
}
