/**
 * The color of what became of a call, and the length of its duration's bar. Pure.
 */
import type { CallOutcome } from '../../contract/index.ts';
import type { Tone } from '../talk/call-outcome.ts';

const tones: { readonly [O in CallOutcome]: Tone } = {
  done: 'good',
  toolError: 'warn',
  failed: 'bad',
  denied: 'neutral',
  expired: 'neutral',
};

export function toneOfOutcome(outcome: CallOutcome): Tone {
  return tones[outcome];
}

/** The length of a duration's bar from 0 to 1: 10 ms is nothing, 30 s is all, by tenfold steps. */
export function toBar(durationMs: number): number {
  return Math.max(0.04, Math.min(1, (Math.log10(Math.max(durationMs, 1)) - 1) / (Math.log10(30_000) - 1)));
}
