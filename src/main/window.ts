/**
 * The one window: the same page as in a browser, shown and hidden, never closed before the app ends.
 *
 * Always: sandboxed, isolated, no Node in the page. A page that crashed is loaded again, but not for ever.
 * Source: DESIGN §8 (closing Talk never ends a talk), FAULTS F11, Electron checklist 2–6.
 */
import type { ElectronSlice, SliceWindow } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';

export interface TalkWindow {
  readonly contents: SliceWindow['webContents'];
  /** Loads the page; whoever serves it is ready by then. */
  load(): Promise<void>;
  show(): void;
  /** From now on closing closes. */
  release(): void;
}

export interface WindowParts {
  readonly preloadFile: string;
  readonly icon: string;
  readonly devTools: boolean;
}

/** A page that crashes more often than this within the time is left alone. */
const crashesAllowed = 3;
const crashesWithinMs = 60_000;

export function createTalkWindow(
  { BrowserWindow }: Pick<ElectronSlice, 'BrowserWindow'>,
  parts: WindowParts,
): TalkWindow {
  const window = new BrowserWindow({
    width: 1080,
    height: 760,
    minWidth: 380,
    minHeight: 480,
    show: false,
    title: 'Parley',
    icon: parts.icon,
    webPreferences: {
      preload: parts.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      // A talk goes on while its window is hidden.
      backgroundThrottling: false,
      devTools: parts.devTools,
    },
  });
  let released = false;
  window.on('close', (event) => {
    if (released) return;
    event.preventDefault();
    window.hide();
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  return {
    contents: window.webContents,
    load: () => window.loadURL(pageUrl),
    show: () => {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    release: () => {
      released = true;
    },
  };
}

function reloadAfterCrash(window: SliceWindow): void {
  let crashedAtMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const nowMs = Date.now();
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs - atMs < crashesWithinMs), nowMs];
    if (crashedAtMs.length <= crashesAllowed) window.webContents.reload();
  });
}
