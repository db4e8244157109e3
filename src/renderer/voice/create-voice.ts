/**
 * Puts the page's voice together from what the browser offers.
 */
import { areCuesOn } from './cue-choice.ts';
import { playCue } from './cues.ts';
import { openLiveKitRoom } from './livekit-room.ts';
import { SoundChoices } from './sound-choice.ts';
import { createTabLock } from './tab-lock.ts';
import { Voice } from './voice.ts';
import type { Bridge } from '../../contract/index.ts';
import type { OpenRoom } from './room-link.ts';

export function createVoice(bridge: Bridge, page: Window, openRoom: OpenRoom = openLiveKitRoom): Voice {
  let made: AudioContext | null = null;
  const context = (): AudioContext => (made ??= new AudioContext());
  return new Voice({
    bridge,
    openRoom,
    lock: createTabLock(page.navigator.locks),
    devices: page.navigator.mediaDevices,
    choices: new SoundChoices(page),
    context,
    playCue: (cue) => {
      if (areCuesOn()) playCue(context(), cue);
    },
  });
}
