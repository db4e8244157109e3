/**
 * The known sentences as the voice speaks them, ready to be compared; kept in a folder between starts.
 *
 * Always: a kept template belongs to that text, program, voice and way of computing, else it is made anew; a broken one too.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Voice } from '../speaking/voice.ts';
import type { Sentence } from '../thinking/sentences.ts';
import { toFeatures, vectorSize } from './features.ts';
import type { Features } from './features.ts';

export interface Template {
  readonly sentence: Sentence;
  readonly features: Features;
  /** Of the same speech overdriven: what too loud a microphone makes of it. */
  readonly clipped: Features;
}

/** Raised whenever features are computed differently. */
const version = 2;
/** American and British: eSpeak's own default voice is the latter. */
const voiceNames = ['en-us', 'en'];

export async function createTemplates(
  sentences: readonly Sentence[],
  voice: Voice,
  folder: string | null,
): Promise<Template[]> {
  if (folder !== null) await mkdir(folder, { recursive: true });
  const templates: Template[] = [];
  for (const sentence of sentences) {
    const made = await Promise.all(voiceNames.map((name) => createPair(sentence.text, name, voice, folder)));
    for (const pair of made) if (pair) templates.push({ sentence, ...pair });
  }
  return templates;
}

type Pair = Omit<Template, 'sentence'>;

async function createPair(text: string, name: string, voice: Voice, folder: string | null): Promise<Pair | null> {
  const hash = createHash('sha256')
    .update(JSON.stringify([version, voice.program, name, text]))
    .digest('hex')
    .slice(0, 32);
  const file = folder === null ? null : join(folder, `${hash}.template`);
  const kept = file === null ? null : await readKept(file);
  if (kept) return kept;
  const pcm = await voice.synthesise(text, { name });
  const features = toFeatures(pcm);
  const clipped = toFeatures(overdrive(pcm));
  if (!features || !clipped) return null;
  const pair = { features, clipped };
  if (file !== null) await keep(file, pair);
  return pair;
}

function overdrive(pcm: Int16Array): Int16Array {
  return pcm.map((sample) => Math.max(-32768, Math.min(32767, sample * 4)));
}

/** A kept file is the frame count of the first, then the vectors of both. */
async function readKept(file: string): Promise<Pair | null> {
  const bytes = await readFile(file).catch(() => null);
  if (!bytes || bytes.length < 4 || bytes.length % 4 !== 0) return null;
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const first = values[0]!;
  const second = (values.length - 1) / vectorSize - first;
  if (!Number.isInteger(first) || !Number.isInteger(second) || first < 1 || second < 1) return null;
  const middle = 1 + first * vectorSize;
  return {
    features: { frames: first, values: values.slice(1, middle) },
    clipped: { frames: second, values: values.slice(middle) },
  };
}

/** Written aside and moved, so that a start that is cut off leaves no half template. */
async function keep(file: string, { features, clipped }: Pair): Promise<void> {
  const values = new Float32Array(1 + features.values.length + clipped.values.length);
  values[0] = features.frames;
  values.set(features.values, 1);
  values.set(clipped.values, 1 + features.values.length);
  const aside = `${file}.${String(process.pid)}`;
  await writeFile(aside, new Uint8Array(values.buffer));
  await rename(aside, file);
}
