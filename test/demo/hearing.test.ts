import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recognise } from '../../src/demo/hearing/recogniser.ts';
import { createTemplates } from '../../src/demo/hearing/templates.ts';
import type { Template } from '../../src/demo/hearing/templates.ts';
import { concatenate, parseWave, resample } from '../../src/demo/speaking/pcm.ts';
import { createVoice } from '../../src/demo/speaking/voice.ts';
import type { Voice } from '../../src/demo/speaking/voice.ts';
import { defaultSentences } from '../../src/demo/thinking/sentences.ts';

let folder: string;
let voice: Voice;
let templates: Template[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-hearing-'));
  voice = await createVoice();
  templates = await createTemplates(defaultSentences, voice, null);
});
afterAll(async () => {
  voice.close();
  await rm(folder, { recursive: true });
});

const silence = (ms: number): Int16Array => new Int16Array(ms * 24);
const scale = (pcm: Int16Array, factor: number): Int16Array =>
  pcm.map((sample) => Math.max(-32768, Math.min(32767, sample * factor)));

/** The same noise every time. */
function noise(count: number, amplitude: number): Int16Array {
  let state = 12345;
  return Int16Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 2_147_483_648 - 0.5) * 2 * amplitude;
  });
}

function withNoise(pcm: Int16Array, amplitude: number): Int16Array {
  const hiss = noise(pcm.length, amplitude);
  return pcm.map((sample, index) => sample + hiss[index]!);
}

/** The part of the sound between its first and last audible sample. */
function trimmed(pcm: Int16Array): Int16Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 300;
  return pcm.slice(pcm.findIndex(isLoud), pcm.findLastIndex(isLoud));
}

/** What a receiver plays where the sound came late: the last 10 ms again and again, fading; then on as if nothing was. */
function stalled(pcm: Int16Array, at: number, stallMs: number): Int16Array {
  const period = pcm.subarray(at - 240, at);
  const fill = Int16Array.from({ length: stallMs * 24 }, (_none, index) => {
    const fade = 1 - index / (stallMs * 48);
    return period[index % period.length]! * fade;
  });
  return concatenate([pcm.subarray(0, at), fill, pcm.subarray(at)]);
}

async function understood(change: (pcm: Int16Array) => Int16Array | Promise<Int16Array>): Promise<string[]> {
  const missed: string[] = [];
  for (const { id, text } of defaultSentences) {
    const heard = recognise(await change(await voice.synthesise(text)), templates);
    if (heard.sentenceId !== id)
      missed.push(`${id}: ${heard.sentenceId ?? heard.outcome} ${heard.score.toFixed(2)} ${heard.worst.toFixed(2)}`);
  }
  return missed;
}

describe('every known sentence is understood', () => {
  const changes: [string, (pcm: Int16Array) => Int16Array][] = [
    ['as it is', (pcm) => pcm],
    ['12 dB quieter', (pcm) => scale(pcm, 0.25)],
    ['12 dB louder, overdriven', (pcm) => scale(pcm, 4)],
    ['between pauses', (pcm) => concatenate([silence(700), pcm, silence(1100)])],
    ['through 48 kHz and back', (pcm) => resample(resample(pcm, 24_000, 48_000), 48_000, 24_000)],
    ['as over a telephone of 16 kHz', (pcm) => resample(resample(pcm, 24_000, 16_000), 16_000, 24_000)],
    ['over some hiss', (pcm) => withNoise(concatenate([silence(300), pcm, silence(300)]), 60)],
  ];
  test.each(changes)('%s', async (_name, change) => {
    expect(await understood(change)).toEqual([]);
  });

  test.each([150, 201])('at %i words a minute instead of 175', async (wordsPerMinute) => {
    const missed: string[] = [];
    for (const { id, text } of defaultSentences) {
      const heard = recognise(await voice.synthesise(text, { wordsPerMinute }), templates);
      if (heard.sentenceId !== id) missed.push(id);
    }
    expect(missed).toEqual([]);
  });

  test.each([
    [0.4, 80],
    [0.5, 100],
    [0.7, 120],
  ])('late from %f of its length on, by %i ms', async (share, stallMs) => {
    const change = (pcm: Int16Array): Int16Array => stalled(pcm, Math.floor(pcm.length * share), stallMs);
    const ofOneWord = /^(hello|decoy-yellow|stop)/;
    expect((await understood(change)).filter((missed) => !ofOneWord.test(missed))).toEqual([]);
  });

  const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
  test.skipIf(!hasFfmpeg)('after Opus, gain control and noise suppression', async () => {
    const through = async (pcm: Int16Array): Promise<Int16Array> => {
      const [raw, coded, wave] = ['in.raw', 'coded.ogg', 'out.wav'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      await writeFile(raw, new Uint8Array(concatenate([silence(300), pcm, silence(300)]).buffer));
      const filters = 'highpass=f=100,compand=attacks=0.05:decays=0.5:points=-80/-80|-50/-25|-20/-12|0/-3,afftdn=nr=12';
      const input = ['-f', 's16le', '-ar', '24000', '-ac', '1', '-i', raw];
      execFileSync(
        'ffmpeg',
        ['-y', ...input, '-af', filters, '-ar', '48000', '-c:a', 'libopus', '-b:a', '24k', coded],
        { stdio: 'ignore' },
      );
      execFileSync('ffmpeg', ['-y', '-i', coded, '-ar', '24000', '-ac', '1', '-c:a', 'pcm_s16le', wave], {
        stdio: 'ignore',
      });
      return parseWave(await readFile(wave)).samples;
    };
    expect(await understood(through)).toEqual([]);
  });
});

describe('nothing is understood of', () => {
  test.each([
    ['silence', silence(2000)],
    ['the faintest noise', noise(48_000, 20)],
  ])('%s, which is silent', (_name, pcm) => {
    expect(recognise(pcm, templates).outcome).toBe('silent');
  });

  test.each([
    ['loud noise', noise(48_000, 6000)],
    [
      'a tone',
      Int16Array.from({ length: 48_000 }, (_, index) => 8000 * Math.sin((index / 24_000) * 2 * Math.PI * 440)),
    ],
  ])('%s', (_name, pcm) => {
    expect(recognise(pcm, templates).outcome).toBe('unknown');
  });

  test('part of a sentence: a half, three quarters, the end of it', async () => {
    const accepted: string[] = [];
    for (const { id, text } of defaultSentences.filter((sentence) => sentence.text.split(' ').length >= 3)) {
      const speech = trimmed(await voice.synthesise(text));
      for (const [from, to] of [
        [0, 0.5],
        [0, 0.6],
        [0, 0.7],
        [0, 0.75],
        [0.25, 1],
        [0.5, 1],
      ] as const) {
        const heard = recognise(speech.slice(speech.length * from, speech.length * to), templates);
        if (heard.outcome === 'known')
          accepted.push(`${id} ${String(from)}–${String(to)} as ${heard.sentenceId ?? ''}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  test('other sentences, also those that differ in a word', async () => {
    const others = [
      'What is the capital of France?',
      'How many files are in the other folder?',
      'What files are in the simple folder?',
      'What files are in the sample drawer?',
      'Which files are in the sample folder?',
      'Read the welcome sign',
      'Tell me a short story',
      'Write a note that says goodbye',
      'Echo the second word',
      'Please open the window',
      'Good morning',
      'Step',
    ];
    const accepted: string[] = [];
    for (const name of ['en-us', 'en', 'en-gb-scotland']) {
      for (const text of others) {
        const heard = recognise(await voice.synthesise(text, { name }), templates);
        if (heard.outcome === 'known') accepted.push(`${name} ${text} as ${heard.sentenceId ?? ''}`);
      }
    }
    expect(accepted).toEqual([]);
  });
});

test('templates are kept in a folder, and a broken one is made again', async () => {
  const few = defaultSentences.slice(0, 2);
  const made = await createTemplates(few, voice, folder);
  const deaf: Voice = { ...voice, synthesise: () => Promise.reject(new Error('not to be asked')) };
  expect(await createTemplates(few, deaf, folder)).toEqual(made);
  const [first] = (await readdir(folder)).filter((name) => name.endsWith('.template'));
  await truncate(join(folder, first ?? ''), 6);
  await expect(createTemplates(few, deaf, folder)).rejects.toThrow('not to be asked');
  expect(await createTemplates(few, voice, folder)).toEqual(made);
});
