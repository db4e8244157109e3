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

const defaultVoiceName = 'en-us';

/** eSpeak's arguments for a manner of speaking. */
export function toArguments(manner: Manner): string[] {
  const speed = manner.wordsPerMinute === undefined ? [] : ['-s', String(manner.wordsPerMinute)];
  return ['-v', manner.name ?? defaultVoiceName, ...speed];
}

/** The installed eSpeak NG where there is one, else the npm package's. `program` forces one of them. */
export async function createVoice(program: 'any' | 'installed' | 'npm' = 'any'): Promise<Voice> {
  if (program !== 'npm') {
    const version = await start(['--version'])
      .finish('')
      .catch(() => null);
    if (version) return createInstalledVoice(version.toString('utf8').split('  ')[0] ?? 'espeak-ng');
    if (program === 'installed') throw new Error('The program espeak-ng is not installed.');
  }
  return createWasmVoice();
}

/** One program of the default manner stands ready, its data loaded, waiting for its text. */
function createInstalledVoice(version: string): Voice {
  const ordinary = toArguments({}).join(' ');
  let spare: Program | null = null;
  let closed = false;
  return {
    program: version,
    synthesise: async (text, manner = {}) => {
      const parameters = toArguments(manner);
      const isOrdinary = parameters.join(' ') === ordinary;
      const program = (isOrdinary ? spare : null) ?? start([...parameters, '--stdin', '--stdout']);
      if (isOrdinary) spare = null;
      const wave = parseWave(await program.finish(text));
      if (isOrdinary && !closed) spare ??= start([...parameters, '--stdin', '--stdout']);
      return resample(wave.samples, wave.rateHz, sampleRateHz);
    },
    close: () => {
      closed = true;
      spare?.abandon();
      spare = null;
    },
  };
}

interface Program {
  /** Gives it its text and resolves with all it wrote. */
  finish(input: string): Promise<Buffer>;
  abandon(): void;
}

function start(parameters: readonly string[]): Program {
  const child = spawn('espeak-ng', parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  const ended = new Promise<Buffer>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`espeak-ng ended with ${String(code)}.`));
    });
  });
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  return {
    finish: (input) => {
      child.stdin.end(input);
      return ended;
    },
    abandon: () => {
      // One that could not be started has no id of its own, and its `kill` may signal our own group.
      if (child.pid !== undefined) child.kill();
    },
  };
}
