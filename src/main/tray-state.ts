/**
 * What the tray shows, decided from the talk and what waits for the owner. Pure.
 */
import type { TalkView } from '../contract/index.ts';

export type TrayState = 'idle' | 'listening' | 'speaking' | 'needs-you' | 'problem';

/** The line of the tray's menu that brings the voice back. */
export const startVoiceWords = 'Start the voice again';

const voiceDownWords = `The part of Parley that speaks and listens kept crashing and was stopped. Press “${startVoiceWords}”.`;

/** What the tray is to show. */
export interface TrayView {
  readonly talk: TalkView | null;
  readonly waitingApprovals: number;
  /** The voice window is left down after too many crashes. */
  readonly voiceDown: boolean;
}

/** A waiting approval stands over everything: it expires. */
export function decideTrayState({ talk, waitingApprovals, voiceDown }: TrayView): TrayState {
  if (waitingApprovals > 0) return 'needs-you';
  if (voiceDown) return 'problem';
  if (talk === null) return 'idle';
  if (talk.problem !== null) return 'problem';
  switch (talk.agent.state) {
    case 'listening':
      return 'listening';
    case 'thinking':
    case 'speaking':
      return 'speaking';
    case 'off':
    case 'starting':
    case 'ready':
      return 'idle';
  }
}

/** The tray's words, also for screen readers. */
export function trayWords(view: TrayView): string {
  const words: Record<TrayState, string> = {
    idle: 'Parley',
    listening: 'Parley is listening',
    speaking: 'Parley is answering',
    'needs-you': 'Parley waits for your approval',
    problem: view.voiceDown ? voiceDownWords : (view.talk?.problem?.message ?? 'Parley has a problem'),
  };
  return words[decideTrayState(view)];
}
