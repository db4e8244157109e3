/**
 * The voice window: owns room and microphone and is never shown, so that nothing done to a window one sees ends a talk.
 *
 * Path: desktop.ts -> here -> renderer/main.tsx, at `?part=voice` of our own page.
 * Always: there from start to end; after a crash its page is loaded again, and its address says whether it was in a talk
 * (renderer/voice/kept-talk.ts); one that crashed too often is down until the person does the next thing.
 * Source: REQUIREMENTS V1, FAULTS F11, DESIGN §8.
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
  /** The person does something that may need the voice: it comes back if it was left down. */
  revive(): void;
  /** Called when it is left down, and when it comes back. */
  onDown(listener: (isDown: boolean) => void): void;
}

export function createVoiceWindow(
  { BrowserWindow }: Pick<ElectronSlice, 'BrowserWindow'>,
  look: WindowLook,
): VoiceWindow {
  const window = new BrowserWindow(
    windowOptions(look, { width: 400, height: 300, focusable: false, skipTaskbar: true }),
  );
  let tell: (isDown: boolean) => void = () => undefined;
  return {
    contents: window.webContents,
    load: () => window.loadURL(voiceUrl),
    revive: reloadAfterCrash(window.webContents, (isDown) => tell(isDown)),
    onDown: (listener) => (tell = listener),
  };
}
