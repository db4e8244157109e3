/**
 * What the bench says in a synthetic voice, and what an utterance is.
 *
 * Always: speech is cut to its voiced part, so that pauses and the end of speech are where the voice is, not where a file ends.
 */
import { concatenate, sampleRateHz } from '../../../src/demo/speaking/pcm.ts';
import type { Voice } from '../../../src/demo/speaking/voice.ts';

export const sentences: readonly (readonly [string, string])[] = [
  ['Please tell me', 'what files I have.'],
  ['Open the folder', 'with all the letters.'],
  ['I would like to', 'write a short note.'],
  ['Look for the picture', 'of my sister.'],
  ['In the morning', 'read me the news.'],
  ['Tell my brother', 'that I am late.'],
];

/** Speech between two stretches of silence; positions are samples at 24 kHz. */
export interface Utterance {
  readonly text: string;
  readonly pauseMs: number;
  readonly pcm: Int16Array;
  /** After the last voiced sample. */
  readonly voicedEnd: number;
}

/** One per cent of full scale: what is quieter is not voice. */
const voicedLevel = 328;
/** An open microphone before the first word. */
export const leadMs = 200;

export async function sayWhole(voice: Voice, [first, second]: readonly [string, string]): Promise<Utterance> {
  const text = `${first} ${second}`;
  return toUtterance(text, 0, toVoiced(await voice.synthesise(text)));
}

export function toUtterance(text: string, pauseMs: number, voiced: Int16Array): Utterance {
  const lead = toSilence(leadMs);
  return { text, pauseMs, pcm: concatenate([lead, voiced]), voicedEnd: lead.length + voiced.length };
}

/** From the first voiced sample to the last one. */
export function toVoiced(pcm: Int16Array): Int16Array {
  const isVoiced = (sample: number): boolean => Math.abs(sample) >= voicedLevel;
  const first = pcm.findIndex(isVoiced);
  return first < 0 ? new Int16Array(0) : pcm.slice(first, pcm.findLastIndex(isVoiced) + 1);
}

export function toSilence(durationMs: number): Int16Array {
  return new Int16Array(Math.round((durationMs / 1000) * sampleRateHz));
}
