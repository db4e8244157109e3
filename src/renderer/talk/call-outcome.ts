/**
 * The look of a tool call's outcome: a word, a shape and a color, never color alone. Pure.
 */
import type { CallStatus } from '../../contract/index.ts';

export type Tone = 'neutral' | 'busy' | 'good' | 'warn' | 'bad';

const tones: { readonly [S in CallStatus]: Tone } = {
  checking: 'neutral',
  'awaiting-approval': 'warn',
  running: 'busy',
  done: 'good',
  failed: 'bad',
  denied: 'neutral',
  cancelled: 'neutral',
};

export function toneOf(status: CallStatus): Tone {
  return tones[status];
}
