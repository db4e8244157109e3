/**
 * The one word on the assistant, and how the microphone button looks. Pure.
 */
import { isLive } from '../voice/voice-state.ts';
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
