/**
 * A window that shows places of the page: it opens where it was, if that place is still there, and goes from place to place
 * without loading the page anew.
 *
 * Path: talk-window.ts, settings-window.ts -> here.
 * Always: a crashed page comes back. Source: DESIGN §8, FAULTS F11.
 */
import type { ElectronSlice, SliceWindow } from './electron-slice.ts';
import { reloadAfterCrash } from './reload-after-crash.ts';
import { usableBounds } from './window-bounds.ts';
import type { BoundsStore } from './window-bounds.ts';
import { windowOptions } from './window-options.ts';
import type { WindowLook } from './window-options.ts';

export interface PlaceWindowParts extends WindowLook {
  readonly bounds: BoundsStore;
  /** Where no bounds are stored. */
  readonly size: { readonly width: number; readonly height: number };
  /** The page; a place (`#/settings`) is put after it. */
  readonly pageUrl: string;
}

export interface PlaceWindow {
  readonly window: SliceWindow;
  load(place: string): Promise<void>;
  show(): void;
  showPlace(place: string): void;
  keepBounds(): void;
}

export function createPlaceWindow(
  { BrowserWindow, screen }: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: PlaceWindowParts,
): PlaceWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const placed = usableBounds(parts.bounds.get(), areas) ?? parts.size;
  const window = new BrowserWindow(windowOptions(parts, { ...placed, minWidth: 380, minHeight: 480 }));
  const revive = reloadAfterCrash(window.webContents);
  const load = (place: string): Promise<void> => window.loadURL(parts.pageUrl + place);
  const show = (): void => {
    revive();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  return {
    window,
    load,
    show,
    showPlace: (place) => {
      // Another place of the loaded page is no new load; the same address once more would be one.
      if (window.webContents.getURL() !== parts.pageUrl + place) void load(place).catch(() => undefined);
      show();
    },
    keepBounds: () => parts.bounds.set(window.getNormalBounds()),
  };
}
