/**
 * Spoken sentences for tests: espeak-ng through sox, 48 kHz mono, kept for the run.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { defaultRules } from '../../../src/agent/turns/floor.ts';

const run = promisify(execFile);
const known = new Map<string, Promise<Int16Array>>();

export const speechRateHz = 48_000;

/** The sentence without silence before and after it. */
export function speech(text: string): Promise<Int16Array> {
  const made = known.get(text) ?? synthesise(text);
  known.set(text, made);
  return made;
}

async function synthesise(text: string): Promise<Int16Array> {
  const script = 'espeak-ng -v en-us -s 150 --stdout "$1" | sox -t wav - -r 48000 -c 1 -b 16 -t raw -';
  const { stdout } = await run('bash', ['-c', script, 'speech', text], { encoding: 'buffer', maxBuffer: 50_000_000 });
  const samples = new Int16Array(
    stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length - (stdout.length % 2)),
  );
  let start = 0;
  let end = samples.length;
  while (start < end && Math.abs(samples[start] ?? 0) < 200) start++;
  while (end > start && Math.abs(samples[end - 1] ?? 0) < 200) end--;
  return samples.slice(start, end);
}

/** So long into the assistant's first speech, short words over it are no longer taken for its echo. */
export const echoLearnedMs = defaultRules.echoLearningMs + 100;

export const silence = (durationMs: number): Int16Array => new Int16Array((speechRateHz * durationMs) / 1000);

export function joined(...parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
