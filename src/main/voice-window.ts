/**
 * The voice window: owns room and microphone and is never shown, so that nothing done to a window one sees ends a talk.
 *
 * Path: desktop.ts -> here -> renderer/main.tsx, at `?part=voice` of our own page.
 * Always: there from start to end; after a crash its page is loaded again, and its address says whether it was in a talk
 * (renderer/voice/kept-talk.ts). Source: REQUIREMENTS V1, DESIGN §8.
 */
import type { ElectronSlice, SliceContents } from './electron-slice.ts';
import { pageUrl } from './page-protocol.ts';
import { reloadAfterCrash } from './reload-after-crash.ts';
import { windowOptions } from './window-options.ts';
import type { WindowLook } from './window-options.ts';

const voiceUrl = `${pageUrl}?part=voice`;

export interface VoiceWindow {
  readonly contents: SliceContents;
  /** Whoever serves the page is ready by then. */
  load(): Promise<void>;
}

export function createVoiceWindow(
  { BrowserWindow }: Pick<ElectronSlice, 'BrowserWindow'>,
  look: WindowLook,
): VoiceWindow {
  const window = new BrowserWindow(
    windowOptions(look, { width: 400, height: 300, focusable: false, skipTaskbar: true }),
  );
  reloadAfterCrash(window.webContents);
  return { contents: window.webContents, load: () => window.loadURL(voiceUrl) };
}
