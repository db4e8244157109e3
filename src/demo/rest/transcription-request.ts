/**
 * The form of a transcription request as a schema, and the sound in it.
 *
 * Always: the inferred type is assignable to that of the pinned `openai` package (a type test says so), unknown fields are refused;
 * only WAV with 16-bit samples can be listened to, and only `json` and `text` are answered, as by the models that transcribe in words.
 */
import { z } from 'zod';
import { parseWave, resample, sampleRateHz, toDurationMs } from '../speaking/pcm.ts';
import { Refused } from './error-answers.ts';
import { parseRequest } from './read-request.ts';

export const TranscriptionRequest = z.strictObject({
  file: z.instanceof(File),
  model: z.string().min(1),
  chunking_strategy: z.literal('auto').exactOptional(),
  include: z.array(z.literal('logprobs')).exactOptional(),
  language: z.string().exactOptional(),
  prompt: z.string().exactOptional(),
  response_format: z.enum(['json', 'text']).exactOptional(),
  stream: z.boolean().exactOptional(),
  temperature: z.number().min(0).max(1).exactOptional(),
});
export type TranscriptionRequest = z.infer<typeof TranscriptionRequest>;

/** @throws {Refused} */
export function parseTranscriptionRequest(form: FormData): TranscriptionRequest {
  return parseRequest(TranscriptionRequest, toFields(form));
}

/** A form knows only texts and lists of them (`include[]`); the fields that are something else become it here. */
function toFields(form: FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (key.endsWith('[]')) fields[key.slice(0, -2)] = form.getAll(key);
    else if (key === 'stream' && (value === 'true' || value === 'false')) fields[key] = value === 'true';
    else if (key === 'temperature' && value !== '') fields[key] = Number(value);
    else fields[key] = value;
  }
  return fields;
}

/** 0.1 s, as the service asks for. */
const leastMs = 100;

/** The sound of the file, mono at 24 kHz. @throws {Refused} where it cannot be listened to. */
export async function readSound(file: File): Promise<Int16Array> {
  const pcm = toMono24(Buffer.from(await file.arrayBuffer()));
  if (!pcm) throw new Refused(400, 'invalid_value', 'Audio file might be corrupted or unsupported', 'file');
  if (toDurationMs(pcm.length) < leastMs) {
    const message = 'Audio file is too short. Minimum audio length is 0.1 seconds.';
    throw new Refused(400, 'audio_too_short', message, 'file');
  }
  return pcm;
}

function toMono24(bytes: Buffer): Int16Array | null {
  try {
    const { rateHz, channels, bitsPerSample, samples } = parseWave(bytes);
    if (bitsPerSample !== 16 || channels < 1 || rateHz < 4000) return null;
    return resample(mix(samples, channels), rateHz, sampleRateHz);
  } catch {
    return null;
  }
}

function mix(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  const mono = new Int16Array(Math.floor(samples.length / channels));
  for (let index = 0; index < mono.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += samples[index * channels + channel] ?? 0;
    mono[index] = Math.round(sum / channels);
  }
  return mono;
}
