/**
 * The bar: a small window above all others while push-to-talk is held, which never takes the focus from what one works in.
 *
 * Path: push-to-talk.ts -> here -> renderer/bar, at `?part=bar` of our own page.
 * Always: made when it is first needed; a crashed page is back at the next key-down at the latest. Source: UI.md, Bar.
 */
import type { ElectronSlice, SliceContents, SliceWindow } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { reloadAfterCrash } from './reload-after-crash.ts';
import { windowOptions } from './window-options.ts';
import type { WindowLook } from './window-options.ts';

const size = { width: 360, height: 64 };
const aboveEdge = 48;
const barUrl = `${pageUrl}?part=bar`;

export interface BarWindow {
  show(): void;
  hide(): void;
}

interface Made {
  readonly window: SliceWindow;
  revive(): void;
}

export function createBarWindow(
  { BrowserWindow, screen }: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: WindowLook & { admit(contents: SliceContents): void },
): BarWindow {
  let made: Made | null = null;
  const create = (): Made => {
    const above = { frame: false, resizable: false, focusable: false, skipTaskbar: true, alwaysOnTop: true };
    const window = new BrowserWindow(windowOptions(parts, { ...size, ...above }));
    parts.admit(window.webContents);
    const revive = reloadAfterCrash(window.webContents);
    void window.loadURL(barUrl).catch(() => undefined);
    return { window, revive };
  };
  return {
    show: () => {
      made ??= create();
      made.revive();
      const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      const x = Math.round(workArea.x + (workArea.width - size.width) / 2);
      const y = workArea.y + workArea.height - size.height - aboveEdge;
      made.window.setBounds({ x, y, ...size });
      made.window.showInactive();
    },
    hide: () => made?.window.hide(),
  };
}
