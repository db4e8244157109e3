/**
 * The tray: state, menu, push-to-talk.
 *
 * Path: Electron's tray -> here -> bridge `talk.key`, `talk.setMode`; events back -> icon.
 * Always: holding works where the system tells of press and release (macOS); elsewhere a click toggles. Source: DESIGN §8.
 */
import path from 'node:path';
import type { Bridge, KeyAction, TalkView } from '../contract/index.ts';
import type { ElectronSlice, MenuItem } from './electron-slice.ts';
import { decideTrayState, trayWords } from './tray-state.ts';

export interface TrayParts {
  readonly bridge: Bridge;
  /** Holds `tray/<state>.png`. */
  readonly resourcesDir: string;
  readonly platform: NodeJS.Platform;
  showWindow(): void;
  quit(): void;
}

export function createTray({ Tray, Menu }: Pick<ElectronSlice, 'Tray' | 'Menu'>, parts: TrayParts): { close(): void } {
  const { bridge } = parts;
  const iconOf = (state: string): string => path.join(parts.resourcesDir, 'tray', `${state}.png`);
  const tray = new Tray(iconOf('idle'));
  let talk: TalkView | null = null;
  let waiting = 0;

  // Where nobody listens for the key, the window says why; the tray has no place for it.
  const key = (action: KeyAction): void => void bridge.invoke('talk.key', { action }).catch(() => undefined);
  const setMode = (mode: TalkView['mode']): void => void bridge.invoke('talk.setMode', { mode }).catch(() => undefined);

  const menuOf = (): MenuItem[] => [
    { label: trayWords(decideTrayState(talk, waiting), talk), enabled: false },
    { type: 'separator' },
    { label: 'Open Parley', click: parts.showWindow },
    { label: 'Push to talk: start or stop', click: () => key('toggle') },
    {
      label: 'Hands-free',
      type: 'checkbox',
      checked: talk?.mode !== 'push-to-talk',
      click: () => setMode(talk?.mode === 'push-to-talk' ? 'hands-free' : 'push-to-talk'),
    },
    { type: 'separator' },
    { label: 'Quit Parley', click: parts.quit },
  ];
  const show = (): void => {
    const state = decideTrayState(talk, waiting);
    tray.setImage(iconOf(state));
    tray.setToolTip(trayWords(state, talk));
    tray.setContextMenu(Menu.buildFromTemplate(menuOf()));
  };

  if (parts.platform === 'darwin') {
    tray.on('mouse-down', () => key('down'));
    tray.on('mouse-up', () => key('up'));
  } else {
    tray.on('click', () => key('toggle'));
  }
  const ends = [
    bridge.subscribe('talk.changed', (message) => {
      talk = message.type === 'state' ? message.state : message.payload;
      show();
    }),
    bridge.subscribe('approvals.changed', (message) => {
      waiting = (message.type === 'state' ? message.state : message.payload).length;
      show();
    }),
  ];
  show();
  return {
    close: () => {
      for (const end of ends) end();
      tray.destroy();
    },
  };
}
