/**
 * How loud the microphone is, from the desktop's voice window to the pages that show it: the window and the bar.
 *
 * Always: a number at a time, never sound.
 */
import type { PageVoice } from './page-voice.ts';

const lineName = 'parley-level';

export function shareLevel(voice: Pick<PageVoice, 'onLevel'>): void {
  const line = new BroadcastChannel(lineName);
  voice.onLevel((level) => line.postMessage(level));
}

/** Returns the function that ends it. */
export function onSharedLevel(listener: (level: number) => void): () => void {
  const line = new BroadcastChannel(lineName);
  line.onmessage = ({ data }) => {
    if (typeof data === 'number') listener(Math.min(1, Math.max(0, data)));
  };
  return () => line.close();
}
