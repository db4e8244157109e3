/**
 * Whether what a microphone hears may be the assistant: the echo cancellation of a device has to learn the way from its
 * loudspeaker to its microphone, and until it has heard the assistant for some seconds it lets words of its through.
 *
 * Path: floor-state and hold -> here. Pure.
 * Always: counted for each person from their joining on, up to where their own run of speech began, so that what may be echo
 * stays so; speech that began while the assistant was silent is a person's.
 */
import type { VoiceRun } from './voice-run.ts';

/** What the assistant has said aloud in this talk, ms of sound. */
export interface SpokenTime {
  readonly endedMs: number;
  /** The present speech began then; null while it is silent. */
  readonly sinceMs: number | null;
  /** The last speech was from then to then. */
  readonly last: { readonly fromMs: number; readonly toMs: number } | null;
}

export const nothingSpoken: SpokenTime = { endedMs: 0, sinceMs: null, last: null };

export function nowSpeaking(time: SpokenTime, speaking: boolean, nowMs: number): SpokenTime {
  const { sinceMs } = time;
  if (speaking) return { ...time, sinceMs: sinceMs ?? nowMs };
  if (sinceMs === null) return time;
  return { endedMs: spokenMs(time, nowMs), sinceMs: null, last: { fromMs: sinceMs, toMs: nowMs } };
}

/** A clock that was set back takes nothing away. */
export const spokenMs = ({ endedMs, sinceMs }: SpokenTime, nowMs: number): number =>
  endedMs + (sinceMs === null ? 0 : Math.max(0, nowMs - sinceMs));

/** Somebody who is heard, and what had been said when they joined, ms. */
export interface Heard {
  readonly run: VoiceRun | null;
  readonly heardSince: number;
}

/** So long after its end the last words of the assistant come back (0.3 s measured). */
const tailMs = 400;

/** `learningMs`: of how much of the assistant's speech an echo cancellation learns. */
export function mayBeEcho(time: SpokenTime, { run, heardSince }: Heard, learningMs: number): boolean {
  if (!run) return false;
  const { startedAtMs, lastVoiceAtMs } = run;
  const { endedMs, sinceMs, last } = time;
  if (sinceMs !== null && startedAtMs >= sinceMs) return endedMs + startedAtMs - sinceMs - heardSince < learningMs;
  if (last === null || startedAtMs < last.fromMs || startedAtMs >= last.toMs) return false;
  const isOver = sinceMs === null && lastVoiceAtMs >= last.toMs + tailMs;
  return !isOver && endedMs - (last.toMs - startedAtMs) - heardSince < learningMs;
}
