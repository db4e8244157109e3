/**
 * A voice: makes speech of text with eSpeak NG, a separate program that is never linked in (it is GPL).
 *
 * Path: speaker and templates -> here -> the installed `espeak-ng`, or the npm package's WebAssembly in a child process.
 * Always: the result is 24 kHz mono PCM16, the same samples for the same text, voice and program.
 */
import { spawn } from 'node:child_process';
import { createWasmVoice } from './wasm-voice.ts';
import { parseWave, resample, sampleRateHz } from './pcm.ts';

export interface Manner {
  /** An eSpeak voice name; `en-us` where none is given. */
  readonly name?: string;
  readonly wordsPerMinute?: number;
}

export interface Voice {
  /** Names the program and its version, for caches. */
  readonly program: string;
  synthesise(text: string, manner?: Manner): Promise<Int16Array>;
  close(): void;
}

export const defaultVoiceName = 'en-us';

/** eSpeak's arguments for a manner of speaking. */
export function toArguments(manner: Manner): string[] {
  const speed = manner.wordsPerMinute === undefined ? [] : ['-s', String(manner.wordsPerMinute)];
  return ['-v', manner.name ?? defaultVoiceName, ...speed];
}

/** The installed eSpeak NG where there is one, else the npm package's. `program` forces one of them. */
export async function createVoice(program: 'any' | 'installed' | 'npm' = 'any'): Promise<Voice> {
  if (program !== 'npm') {
    const version = await run(['--version'], '').catch(() => null);
    if (version) return createInstalledVoice(version.toString('utf8').split('  ')[0] ?? 'espeak-ng');
    if (program === 'installed') throw new Error('The program espeak-ng is not installed.');
  }
  return createWasmVoice();
}

function createInstalledVoice(version: string): Voice {
  return {
    program: version,
    synthesise: async (text, manner = {}) => {
      const wave = parseWave(await run([...toArguments(manner), '--stdin', '--stdout'], text));
      return resample(wave.samples, wave.rateHz, sampleRateHz);
    },
    close: () => undefined,
  };
}

function run(parameters: readonly string[], input: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('espeak-ng', parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`espeak-ng ended with ${String(code)}.`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
