/**
 * What a window knows of the hidden voice window: the state it last told, and whether it is there. A pure machine.
 *
 * Path: views, voice-line.ts -> remote-voice.ts (driver) -> here. No I/O; effects are returned as data.
 * Always: who joins or leaves while the voice window is not there is not forgotten; nobody waits for it without being told.
 */
import { initialVoice, isTakingPart } from './voice-state.ts';
import type { VoiceCommand } from './voice-line.ts';
import type { Phase, VoiceState } from './voice-state.ts';

export interface RemoteState {
  /** What the views show. */
  readonly voice: VoiceState;
  /** The voice window lives and was heard. */
  readonly present: boolean;
  /** What it is told first when it is there. */
  readonly kept: VoiceCommand | null;
}

export type RemoteEvent =
  | { readonly type: 'told'; readonly voice: VoiceState }
  | { readonly type: 'gone' }
  /** It should have been back by now. */
  | { readonly type: 'late' }
  | { readonly type: 'asked'; readonly command: VoiceCommand };

export type RemoteEffect =
  | { readonly type: 'send'; readonly command: VoiceCommand }
  /** To be told `gone` when it is. */
  | { readonly type: 'watch' }
  /** To be told `late` when it does not come. */
  | { readonly type: 'wait' };

export interface RemoteStep {
  readonly state: RemoteState;
  readonly effects: readonly RemoteEffect[];
}

export const initialRemote: RemoteState = { voice: initialVoice, present: false, kept: null };

const lost: Phase = {
  status: 'failed',
  problem: {
    code: 'talk/voice-gone',
    message:
      'The part of Parley that speaks and listens has stopped. Press Join to start it again; if that does not help, quit Parley and open it again.',
  },
};

export function stepRemote(state: RemoteState, event: RemoteEvent): RemoteStep {
  switch (event.type) {
    case 'told':
      return told(state, event.voice);
    case 'gone':
      return state.present ? gone(state) : { state, effects: [] };
    case 'late':
      if (state.present || !isTakingPart(state.voice)) return { state, effects: [] };
      return { state: { ...state, kept: null, voice: { ...state.voice, phase: lost } }, effects: [] };
    case 'asked':
      if (state.present) return { state, effects: [{ type: 'send', command: event.command }] };
      return keep(state, event.command);
  }
}

function told({ present, kept }: RemoteState, voice: VoiceState): RemoteStep {
  const effects: RemoteEffect[] = present ? [] : [{ type: 'watch' }];
  if (kept) effects.push({ type: 'send', command: kept });
  return { state: { voice, present: true, kept: null }, effects };
}

/** Its crash ended what it did; a new one goes back into the talk by itself. */
function gone({ voice }: RemoteState): RemoteStep {
  const phase: Phase = isTakingPart(voice) ? { status: 'joining', attempt: 0, rejoin: true } : { status: 'idle' };
  const { generation, mode } = voice;
  return {
    state: { voice: { ...initialVoice, generation, mode, phase }, present: false, kept: null },
    effects: [{ type: 'wait' }],
  };
}

function keep(state: RemoteState, command: VoiceCommand): RemoteStep {
  if (command.type !== 'join' && command.type !== 'leave') return { state, effects: [] };
  const phase: Phase = { status: command.type === 'join' ? 'locking' : 'idle' };
  return { state: { ...state, kept: command, voice: { ...state.voice, phase } }, effects: [{ type: 'wait' }] };
}
