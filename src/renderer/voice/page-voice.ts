/**
 * The voice as a view sees it: the page's own (voice.ts), or on the desktop that of the hidden voice window (remote-voice.ts).
 */
import type { Room } from 'livekit-client';
import type { KeyAction, TalkMode } from '../../contract/index.ts';
import type { PageSound } from './page-sound.ts';
import type { VoiceState } from './voice-state.ts';

export interface PageVoice {
  readonly state: () => VoiceState;
  /** The room whose sound this page plays; null where there is none to play. */
  readonly room: () => Room | null;
  readonly onChanged: (listener: () => void) => () => void;
  /** Called up to twenty times a second with the loudness from 0 to 1. */
  readonly onLevel: (listener: (level: number) => void) => () => void;
  /** This page's own, also for a look at the microphone outside of a talk. */
  readonly sound: PageSound;
  join(takeOver?: boolean): void;
  leave(): void;
  key(action: KeyAction): void;
  toggleMute(): void;
  setMode(mode: TalkMode): void;
  startPlayback(): void;
  retryMicrophone(): void;
}
