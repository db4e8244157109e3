/**
 * Spoken words for tests: synthesised by espeak-ng, 48 kHz mono, as samples or as a WAV file a browser can read.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const speechRateHz = 48_000;

/** The sentence as PCM16, 48 kHz mono, with `silenceMs` of silence on both sides. */
export async function speak(text: string, silenceMs = 0): Promise<Int16Array> {
  const silence = String(silenceMs / 1_000);
  const { stdout } = await run(
    'sh',
    [
      '-c',
      'espeak-ng --stdout "$1" | sox -t wav - -r 48000 -c 1 -b 16 -e signed-integer -t raw - pad "$2" "$2"',
      'sh',
      text,
      silence,
    ],
    { encoding: 'buffer', maxBuffer: 50_000_000 },
  );
  return new Int16Array(
    stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength - (stdout.byteLength % 2)),
  );
}

/** Writes samples as a WAV file. */
export async function writeWav(file: string, samples: Int16Array, rateHz = speechRateHz): Promise<void> {
  const header = Buffer.alloc(44);
  const sizeBytes = samples.byteLength;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + sizeBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(sizeBytes, 40);
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, sizeBytes)]));
}
