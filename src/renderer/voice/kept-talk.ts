/**
 * Whether the voice window was in a talk, in its own address, which outlives a crash of the page: the shell loads it again.
 *
 * Always: an app that starts joins nothing; a microphone that was switched off comes back switched off.
 */
import { isLive, isTakingPart } from './voice-state.ts';
import type { PageVoice } from './page-voice.ts';
import type { VoiceState } from './voice-state.ts';

const marks = { talking: '#talking', muted: '#talking-muted' };

/** What the address says of `state`; null: what it said before. */
function markOf(state: VoiceState): string | null {
  if (isLive(state)) return state.muted ? marks.muted : marks.talking;
  return isTakingPart(state) ? null : '';
}

/** Goes back into the talk that the address tells of, and keeps the address true from then on. */
export function keepTalk(voice: PageVoice, page: Pick<Window, 'location' | 'history'>): void {
  const { hash } = page.location;
  voice.onChanged(() => {
    const mark = markOf(voice.state());
    if (mark !== null && mark !== page.location.hash) page.history.replaceState(null, '', page.location.search + mark);
  });
  if (hash === marks.talking || hash === marks.muted) goBackIn(voice, hash === marks.muted);
}

/** Joins again as before a reload; `muted`: switched off before the first sound of the microphone is published. */
export function goBackIn(voice: Pick<PageVoice, 'state' | 'onChanged' | 'join' | 'toggleMute'>, muted: boolean): void {
  const forgetMute = muted ? voice.onChanged(switchOff) : null;
  function switchOff(): void {
    // A key that is down is let go of first.
    if (!isLive(voice.state()) || voice.state().held !== null) return;
    forgetMute?.();
    if (!voice.state().muted) voice.toggleMute();
  }
  voice.join(true);
}
