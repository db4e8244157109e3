/**
 * What became of a recorded call, in one word with its color. Pure.
 */
import type { CallRecord } from '../../contract/index.ts';
import type { Tone } from '../talk/call-outcome.ts';

export interface Outcome {
  readonly word: 'done' | 'failed' | 'toolError' | 'denied' | 'expired';
  readonly tone: Tone;
}

export function toOutcome(record: CallRecord): Outcome {
  if (record.approval === 'denied' || record.approval === 'refused-by-policy')
    return { word: 'denied', tone: 'neutral' };
  if (record.approval === 'expired') return { word: 'expired', tone: 'neutral' };
  if (record.error !== null) return { word: 'failed', tone: 'bad' };
  const { result } = record;
  const isError = typeof result === 'object' && result !== null && 'isError' in result && result.isError === true;
  return isError ? { word: 'toolError', tone: 'warn' } : { word: 'done', tone: 'good' };
}

/** The length of a duration's bar from 0 to 1: 10 ms is nothing, 30 s is all, by tenfold steps. */
export function toBar(durationMs: number): number {
  return Math.max(0.04, Math.min(1, (Math.log10(Math.max(durationMs, 1)) - 1) / (Math.log10(30_000) - 1)));
}
