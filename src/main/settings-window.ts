/**
 * The settings window: Servers and Settings beside the conversation, one of them at most.
 *
 * Path: tray, menu or key -> here -> renderer/main.tsx, at `?part=settings` of our own page.
 * Always: asked for once more it comes to the front as it is, so that nothing typed there is lost; closing it ends nothing
 * but itself. Source: REQUIREMENTS D1.
 */
import type { ElectronSlice, SliceContents } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { createPlaceWindow } from './place-window.ts';
import type { PlaceWindow } from './place-window.ts';
import type { BoundsStore } from './window-bounds.ts';
import type { WindowLook } from './window-options.ts';

export interface SettingsWindow {
  open(): void;
  /** Opens it at one of its places, such as `#/servers`. */
  openAt(place: string): void;
  /** The app ends: keeps where it was. */
  release(): void;
}

export interface SettingsWindowParts extends WindowLook {
  readonly bounds: BoundsStore;
  /** The bridge serves the page. */
  admit(contents: SliceContents): void;
}

export function createSettingsWindow(
  electron: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: SettingsWindowParts,
): SettingsWindow {
  let opened: PlaceWindow | null = null;
  const create = (place: string): PlaceWindow => {
    // Wide enough for the sections and one of them side by side.
    const size = { width: 980, height: 720 };
    const made = createPlaceWindow(electron, { ...parts, size, pageUrl: `${pageUrl}?part=settings` });
    parts.admit(made.window.webContents);
    made.window.once('ready-to-show', made.show);
    made.window.on('close', made.keepBounds);
    made.window.on('closed', () => (opened = null));
    // Closed before it was loaded.
    void made.load(place).catch(() => undefined);
    return made;
  };
  return {
    open: () => {
      if (opened) opened.show();
      else opened = create('#/settings');
    },
    openAt: (place) => {
      if (opened) opened.showPlace(place);
      else opened = create(place);
    },
    release: () => opened?.keepBounds(),
  };
}
