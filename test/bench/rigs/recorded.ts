/**
 * Recorded sentences, whole or with a pause of known length at their widest gap.
 *
 * Path: test/bench/speech (who speaks there, and how it was chosen) -> here -> P1, P2.
 * Always: synthetic speech would say nothing of turns: its ends and its pauses sound alike to a model that learned from people.
 */
import { readdir, readFile } from 'node:fs/promises';
import { concatenate, parseWave, resample, sampleRateHz } from '../../../src/demo/speaking/pcm.ts';
import { toSilence, toUtterance, toVoiced } from './speech.ts';
import type { Utterance } from './speech.ts';

export interface Recording {
  readonly name: string;
  /** 24 kHz, from the first voiced sample to the last one. */
  readonly voiced: Int16Array;
  /** Where the speaker might have stopped: a sample of `voiced`. */
  readonly gapAt: number;
}

const folder = new URL('../speech/', import.meta.url);
const stepSamples = sampleRateHz / 100;
const leastBeforeMs = 700;
const leastAfterMs = 500;
/** Below this part of the loudest step there is no voice. */
const quietShare = 1 / 30;

/** In the order of their names. */
export async function readRecordings(): Promise<Recording[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.wav')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { samples, rateHz } = parseWave(await readFile(new URL(name, folder)));
      const voiced = toVoiced(resample(samples, rateHz, sampleRateHz));
      return { name: name.replace('.wav', ''), voiced, gapAt: widestGap(voiced) };
    }),
  );
}

export const playWhole = ({ name, voiced }: Recording): Utterance => toUtterance(name, 0, voiced);

export function playWithPause({ name, voiced, gapAt }: Recording, pauseMs: number): Utterance {
  // What is quiet on both sides of the cut is part of the pause, which is then as long as it says.
  const parts = [toVoiced(voiced.subarray(0, gapAt)), toSilence(pauseMs), toVoiced(voiced.subarray(gapAt))];
  return toUtterance(`${name} with a pause`, pauseMs, concatenate(parts));
}

/** The middle of the longest quiet stretch that has enough speech on both sides. */
function widestGap(voiced: Int16Array): number {
  const levels = Array.from({ length: Math.floor(voiced.length / stepSamples) }, (_none, step) =>
    levelOf(voiced.subarray(step * stepSamples, (step + 1) * stepSamples)),
  );
  const quiet = Math.max(...levels) * quietShare;
  const last = levels.length - leastAfterMs / 10;
  let widest = { length: 0, end: 0 };
  let length = 0;
  for (let step = 0; step < last; step += 1) {
    length = (levels[step] ?? 0) <= quiet ? length + 1 : 0;
    if (step - length >= leastBeforeMs / 10 && length > widest.length) widest = { length, end: step + 1 };
  }
  if (widest.length === 0) throw new Error('This recording has no gap where its speaker might have stopped.');
  return (widest.end - Math.floor(widest.length / 2)) * stepSamples;
}

const levelOf = (samples: Int16Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
