/**
 * Puts the page's voice together from what the browser offers: its own, or the way to that of the desktop's voice window.
 */
import { areCuesOn } from './cue-choice.ts';
import { playCue } from './cues.ts';
import { openLiveKitRoom } from './livekit-room.ts';
import { RemoteVoice } from './remote-voice.ts';
import { SoundChoices } from './sound-choice.ts';
import { createTabLock } from './tab-lock.ts';
import { Voice } from './voice.ts';
import type { Bridge } from '../../contract/index.ts';
import type { OpenRoom } from './room-link.ts';

/** The one AudioContext of a page, made when it is first needed. */
export function createSoundContext(): () => AudioContext {
  let made: AudioContext | null = null;
  return () => (made ??= new AudioContext());
}

export interface VoiceParts {
  readonly openRoom?: OpenRoom;
  readonly context?: () => AudioContext;
  /** False where this page may only listen. */
  readonly speaks?: boolean;
  /** True on a guest's device. */
  readonly ownMode?: boolean;
}

export function createVoice(bridge: Bridge, page: Window, parts: VoiceParts = {}): Voice {
  const { openRoom = openLiveKitRoom, context = createSoundContext(), speaks = true, ownMode = false } = parts;
  return new Voice({
    bridge,
    openRoom,
    lock: createTabLock(page.navigator.locks),
    devices: page.navigator.mediaDevices,
    choices: new SoundChoices(page),
    context,
    speaks,
    ownMode,
    joinsByKey: page.parley !== undefined,
    playCue: (cue) => {
      if (areCuesOn()) playCue(context(), cue);
    },
  });
}

/** For a window of the desktop beside the voice window. */
export function createRemoteVoice(bridge: Bridge, page: Window): RemoteVoice {
  return new RemoteVoice({
    bridge,
    locks: page.navigator.locks,
    devices: page.navigator.mediaDevices,
    choices: new SoundChoices(page),
    context: createSoundContext(),
  });
}
