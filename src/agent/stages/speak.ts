/**
 * Text to speech: one piece of an answer to `POST /audio/speech`, its sound as it arrives.
 *
 * Path: spoken-answer -> here -> the speech stage. Always: mono PCM16 of 24 kHz in whole samples, nothing lost at the end;
 * silence in the middle of a body is an error. Source: FACTS (the plugin waits for the whole body and loses its end).
 */
import { keyHeaders } from '../../contract/index.ts';
import type { PipelineAccess } from '../../contract/index.ts';
import { modelRateHz } from '../audio/room-speaker.ts';
import { StageError, toStageError } from './stage-fetch.ts';
import type { Fetch } from './stage-fetch.ts';
import { WaveHeader } from './wave-header.ts';

/** Between two pieces of one body. */
const stallMs = 5000;

/** @throws {StageError} where the stage refuses, cannot be reached, breaks off or falls silent */
export async function* speak(
  access: PipelineAccess['speech'],
  text: string,
  fetchStage: Fetch,
  signal: AbortSignal,
): AsyncGenerator<Int16Array> {
  const response = await fetchStage(`${access.baseUrl.replace(/\/$/, '')}/audio/speech`, {
    method: 'POST',
    headers: { ...keyHeaders(access.baseUrl, access.apiKey), 'content-type': 'application/json' },
    body: JSON.stringify({ model: access.model, voice: access.voice, input: text, response_format: access.format }),
    signal,
  });
  if (!response.ok) throw await toStageError('speech', response);
  const reader = response.body?.getReader();
  if (!reader) throw new StageError('failed', 'the speech has no sound');
  const header = access.format === 'wav' ? new WaveHeader(modelRateHz) : null;
  let odd = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await readInTime(reader);
      if (done) return;
      const sound = header ? header.soundOf(value) : value;
      const bytes = odd.length === 0 ? sound : joined(odd, sound);
      const even = bytes.length - (bytes.length % 2);
      odd = bytes.slice(even);
      if (even > 0) yield toSamples(bytes.subarray(0, even));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>): ReturnType<typeof reader.read> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StageError('silent', 'the speech broke off')), stallMs);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } catch (cause) {
    if (cause instanceof StageError) throw cause;
    throw new StageError('unreachable', 'the speech broke off', { cause });
  } finally {
    clearTimeout(timer);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function toSamples(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length / 2 }, (_nothing, index) => view.getInt16(index * 2, true));
}
