/**
 * The window that people see: the same page as in a browser, shown and hidden, never closed before the app ends. Room and
 * microphone are not its own but the voice window's (voice-window.ts).
 *
 * Always: sandboxed, isolated, no Node in the page. It opens where it was, if that place is still there.
 * Source: DESIGN §8 (closing Talk never ends a talk), FAULTS F11, Electron checklist 2–6.
 */
import type { ElectronSlice, SliceWindow, WindowOptions } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { reloadAfterCrash } from './reload-after-crash.ts';
import { usableBounds } from './window-bounds.ts';
import type { BoundsStore } from './window-bounds.ts';

export interface TalkWindow {
  readonly contents: SliceWindow['webContents'];
  /** Loads the page at a place of it (`#/settings`); whoever serves it is ready by then. */
  load(place: string | null): Promise<void>;
  show(): void;
  /** Shows a place, without loading the page anew. */
  showPlace(place: string): void;
  /** From now on closing closes. */
  release(): void;
}

export interface WindowParts {
  readonly preloadFile: string;
  readonly icon: string;
  readonly devTools: boolean;
  readonly bounds: BoundsStore;
  /** Not shown until somebody asks for it. */
  readonly hidden: boolean;
}

/** What every page of ours runs under. */
export function pagePreferences(parts: Pick<WindowParts, 'preloadFile' | 'devTools'>): WindowOptions['webPreferences'] {
  return {
    preload: parts.preloadFile,
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
    devTools: parts.devTools,
  };
}

export function createTalkWindow(
  { BrowserWindow, screen }: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: WindowParts,
): TalkWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...(usableBounds(parts.bounds.get(), areas) ?? { width: 1080, height: 760 }),
    minWidth: 380,
    minHeight: 480,
    show: false,
    title: 'Parley',
    icon: parts.icon,
    webPreferences: pagePreferences(parts),
  });
  let released = false;
  window.on('close', (event) => {
    parts.bounds.set(window.getNormalBounds());
    if (released) return;
    event.preventDefault();
    window.hide();
  });
  if (!parts.hidden) window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window.webContents);
  const show = (): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  return {
    contents: window.webContents,
    load: (place) => window.loadURL(pageUrl + (place ?? '')),
    show,
    showPlace: (place) => {
      // Another place of the loaded page is no new load; the same address once more would be one.
      const address = pageUrl + place;
      if (window.webContents.getURL() !== address) void window.loadURL(address).catch(() => undefined);
      show();
    },
    release: () => {
      if (!released) parts.bounds.set(window.getNormalBounds());
      released = true;
    },
  };
}
