/**
 * The conversation window: the same page as in a browser, shown and hidden, never closed before the app ends. Room and
 * microphone are not its own but the voice window's (voice-window.ts).
 *
 * Source: DESIGN §8 (closing Talk never ends a talk).
 */
import type { ElectronSlice, SliceWindow } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { createPlaceWindow } from './place-window.ts';
import type { BoundsStore } from './window-bounds.ts';
import type { WindowLook } from './window-options.ts';

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

export interface TalkWindowParts extends WindowLook {
  readonly bounds: BoundsStore;
  /** Not shown until somebody asks for it. */
  readonly hidden: boolean;
  /** Somebody asks for it, or presses something in it. */
  onUsed(): void;
}

const presses = new Set(['mouseDown', 'touchStart', 'rawKeyDown', 'keyDown']);

export function createTalkWindow(
  electron: Pick<ElectronSlice, 'BrowserWindow' | 'screen'>,
  parts: TalkWindowParts,
): TalkWindow {
  const place = createPlaceWindow(electron, { ...parts, size: { width: 1080, height: 760 }, pageUrl });
  const { window } = place;
  let released = false;
  window.on('close', (event) => {
    place.keepBounds();
    if (released) return;
    event.preventDefault();
    window.hide();
  });
  window.webContents.on('input-event', (_event, { type }) => {
    if (presses.has(type)) parts.onUsed();
  });
  if (!parts.hidden) window.once('ready-to-show', () => window.show());
  return {
    contents: window.webContents,
    load: (first) => place.load(first ?? ''),
    show: () => {
      parts.onUsed();
      place.show();
    },
    showPlace: (wanted) => {
      parts.onUsed();
      place.showPlace(wanted);
    },
    release: () => {
      if (!released) place.keepBounds();
      released = true;
    },
  };
}
