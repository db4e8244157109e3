/**
 * What the tray shows, decided from the talk and what waits for the owner. Pure.
 */
import type { TalkView } from '../contract/index.ts';

export type TrayState = 'idle' | 'listening' | 'speaking' | 'needs-you' | 'problem';

/** A waiting approval stands over everything: it expires. */
export function decideTrayState(talk: TalkView | null, waitingApprovals: number): TrayState {
  if (waitingApprovals > 0) return 'needs-you';
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
export function trayWords(state: TrayState, talk: TalkView | null): string {
  const words: Record<TrayState, string> = {
    idle: 'Parley',
    listening: 'Parley is listening',
    speaking: 'Parley is answering',
    'needs-you': 'Parley waits for your approval',
    problem: talk?.problem?.message ?? 'Parley has a problem',
  };
  return words[state];
}
