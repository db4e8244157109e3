/**
 * What every window of ours is made with, whoever shows it.
 *
 * Always: sandboxed, isolated, no Node in the page, and not shown before its page is there.
 * Source: REQUIREMENTS D3, Electron checklist 2–6.
 */
import type { WindowOptions } from './electron-slice.ts';

/** The same for all windows of one start. */
export interface WindowLook {
  readonly preloadFile: string;
  readonly icon: string;
  readonly devTools: boolean;
}

/** `own`: what makes this window another one than its siblings. */
export function windowOptions(
  look: WindowLook,
  own: Omit<WindowOptions, 'show' | 'title' | 'icon' | 'webPreferences'>,
): WindowOptions {
  return {
    ...own,
    show: false,
    title: 'Parley',
    icon: look.icon,
    webPreferences: {
      preload: look.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      // The answer sounds, also when the talk was begun by the shortcut.
      autoplayPolicy: 'no-user-gesture-required',
      // A talk goes on in a window that nobody sees.
      backgroundThrottling: false,
      devTools: look.devTools,
    },
  };
}
