/**
 * The one word on the assistant, and how the microphone button looks. Pure.
 */
import { canHear, isLive, isOpen, isTakingPart } from '../voice/voice-state.ts';
import type { AgentState, TalkView } from '../../contract/index.ts';
import type { VoiceState } from '../voice/voice-state.ts';

/** What the status line says. */
export function toAssistantState(talk: TalkView | null, voice: VoiceState): AgentState {
  const state = talk?.agent.state ?? 'off';
  return state === 'off' && voice.phase.status === 'joining' ? 'starting' : state;
}

/** The button follows the assistant while this page takes part; else it is off. */
export function toButtonState(talk: TalkView | null, voice: VoiceState): AgentState {
  return isLive(voice) ? toAssistantState(talk, voice) : voice.phase.status === 'idle' ? 'off' : toJoining(voice);
}

function toJoining(voice: VoiceState): AgentState {
  return voice.phase.status === 'joining' || voice.phase.status === 'locking' ? 'starting' : 'off';
}

/** What the host last said of the talk, or null where that no longer holds: the page lost the host and is in no room. */
export function whatHolds(talk: TalkView | null, voice: VoiceState, reachable: boolean): TalkView | null {
  return reachable || isLive(voice) ? talk : null;
}

export type Hint =
  'join' | 'joining' | 'offline' | 'approve' | 'noMicrophone' | 'hold' | 'speak' | 'interrupt' | 'wait' | 'muted';

export interface HintSources {
  readonly talk: TalkView | null;
  readonly voice: VoiceState;
  /** Whether the host answers this page. */
  readonly reachable: boolean;
  /** Whether a call waits for the owner's word. */
  readonly asked: boolean;
}

/** What to do next, below the button. */
export function toHint({ talk, voice, reachable, asked }: HintSources): Hint {
  if (!isLive(voice) && !reachable) return 'offline';
  if (asked) return 'approve';
  if (!isLive(voice)) return isTakingPart(voice) ? 'joining' : 'join';
  if (voice.microphone === 'on' && !canHear(voice)) return 'noMicrophone';
  if (voice.mode === 'push-to-talk') return 'hold';
  if (!isOpen(voice)) return 'muted';
  const state = toAssistantState(talk, voice);
  if (state === 'speaking') return 'interrupt';
  return state === 'thinking' || state === 'starting' || state === 'off' ? 'wait' : 'speak';
}
