/**
 * The bar: a small window above all others while push-to-talk is held, which never takes the focus from what one works in.
 *
 * Path: push-to-talk.ts -> here -> renderer/bar, at `?part=bar` of our own page.
 * Always: made when it is first needed; sandboxed and served as every other page of ours. Source: UI.md, Bar.
 */
import type { ElectronSlice, SliceContents, SliceWindow } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { pagePreferences } from './window.ts';
import type { WindowParts } from './window.ts';

const size = { width: 360, height: 64 };
const aboveEdge = 48;
const barUrl = `${pageUrl}?part=bar`;

export interface BarWindow {
  show(): void;
  hide(): void;
}

export function createBarWindow(
  { BrowserWindow, screen }: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: Pick<WindowParts, 'preloadFile' | 'icon' | 'devTools'> & { admit(contents: SliceContents): void },
): BarWindow {
  let window: SliceWindow | null = null;
  const create = (): SliceWindow => {
    const made = new BrowserWindow({
      ...size,
      minWidth: size.width,
      minHeight: size.height,
      show: false,
      title: 'Parley',
      icon: parts.icon,
      frame: false,
      resizable: false,
      focusable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      webPreferences: pagePreferences(parts),
    });
    parts.admit(made.webContents);
    void made.loadURL(barUrl).catch(() => undefined);
    return made;
  };
  return {
    show: () => {
      window ??= create();
      const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      const x = Math.round(workArea.x + (workArea.width - size.width) / 2);
      const y = workArea.y + workArea.height - size.height - aboveEdge;
      window.setBounds({ x, y, ...size });
      window.showInactive();
    },
    hide: () => window?.hide(),
  };
}
