/**
 * Hears: says which of the known sentences an utterance is, or that it is none.
 *
 * Path: mind -> here -> features, alignment. Always: a sentence is named only when all of it was said, nothing else fits as well, and no
 * syllable differs; what the voice of a person says is mostly `unknown`, since the templates are one synthetic speaker's.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Voice } from '../speaking/voice.ts';
import { toDurationMs } from '../speaking/pcm.ts';
import type { Sentence } from '../thinking/sentences.ts';
import { align } from './alignment.ts';
import type { Alignment } from './alignment.ts';
import { frameMs, toFeatures } from './features.ts';
import type { Features } from './features.ts';
import { notUnderstood } from './heard.ts';
import type { Heard } from './heard.ts';
import { createTemplates } from './templates.ts';
import type { Template } from './templates.ts';

export interface RecogniserOptions {
  readonly sentences: readonly Sentence[];
  readonly voice: Voice;
  readonly cacheFolder: string | null;
}

export interface Recogniser {
  /** Resolves when all sentences have been learnt; hearing waits for it by itself. */
  readonly learnt: Promise<void>;
  hear(pcm: Int16Array): Promise<Heard>;
}

/**
 * Measured on the default sentences: the right one after Opus, gain control, noise suppression, ±15 % speed or a small room scores up to
 * 1.7 with a worst syllable up to 2.9; a sentence with one other word has a worst syllable from 3.8.
 */
const accepted = { score: 2.2, worst: 3.4 };
/** A single word has no context that would betray another one. */
const acceptedShort = { score: 1.7, worst: 2.5 };
const shortMs = 600;
const leastMargin = 1.08;
/** Longer utterances than any sentence are not worth computing. */
const mostMs = 20_000;

export function createRecogniser(options: RecogniserOptions): Recogniser {
  const templates = createTemplates(options.sentences, options.voice, options.cacheFolder);
  const learnt = templates.then(() => undefined);
  learnt.catch(() => undefined);
  return {
    learnt,
    hear: async (pcm) => {
      const known = await templates;
      await nextTurn();
      return recognise(pcm, known);
    },
  };
}

/** Compares the utterance with every template. */
export function recognise(pcm: Int16Array, templates: readonly Template[]): Heard {
  const startedAtMs = performance.now();
  const features = toDurationMs(pcm.length) > mostMs ? toFeatures(pcm.subarray(0, 480_000)) : toFeatures(pcm);
  const found = features ? rank(features, templates, isClipped(pcm)) : null;
  const hearMs = performance.now() - startedAtMs;
  if (!features) {
    return {
      outcome: 'silent',
      sentenceId: null,
      transcript: '',
      score: Infinity,
      worst: Infinity,
      margin: Infinity,
      hearMs,
    };
  }
  const { best, alignment, secondScore } = found ?? { best: null, alignment: null, secondScore: Infinity };
  const score = alignment?.score ?? Infinity;
  const worst = alignment?.worst ?? Infinity;
  const margin = secondScore === Infinity ? Infinity : secondScore / Math.max(score, 1e-6);
  const limits = features.frames * frameMs < shortMs ? acceptedShort : accepted;
  if (!best || score > limits.score || worst > limits.worst || margin < leastMargin) {
    return { outcome: 'unknown', sentenceId: null, transcript: notUnderstood, score, worst, margin, hearMs };
  }
  return { outcome: 'known', sentenceId: best.id, transcript: best.text, score, worst, margin, hearMs };
}

interface Ranking {
  best: Sentence;
  alignment: Alignment;
  secondScore: number;
}

/** Above this share of samples at full scale the sound was overdriven. */
const clippedShare = 0.005;

function isClipped(pcm: Int16Array): boolean {
  let count = 0;
  for (const sample of pcm) if (sample > 32_600 || sample < -32_600) count += 1;
  return count > pcm.length * clippedShare;
}

function rank(features: Features, templates: readonly Template[], clipped: boolean): Ranking | null {
  let ranking: Ranking | null = null;
  for (const { sentence, ...template } of templates) {
    const limit: number = ranking?.secondScore ?? Infinity;
    const alignment = align(features, clipped ? template.clipped : template.features, limit);
    if (!alignment) continue;
    if (!ranking) ranking = { best: sentence, alignment, secondScore: Infinity };
    else if (alignment.score < ranking.alignment.score) {
      const secondScore: number = ranking.best.id === sentence.id ? ranking.secondScore : ranking.alignment.score;
      ranking = { best: sentence, alignment, secondScore };
    } else if (ranking.best.id !== sentence.id) ranking.secondScore = Math.min(ranking.secondScore, alignment.score);
  }
  return ranking;
}
