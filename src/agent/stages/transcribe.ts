/**
 * Speech to text: one utterance to `POST /audio/transcriptions`.
 *
 * Path: pipeline-brain -> here -> the transcription stage. Always: mono PCM16 in a WAV at the rate of the turn; only the text comes back.
 */
import { keyHeaders } from '../../contract/index.ts';
import type { PipelineAccess } from '../../contract/index.ts';
import { modelRateHz } from '../audio/room-speaker.ts';
import { StageError, toStageError } from './stage-fetch.ts';
import type { Fetch } from './stage-fetch.ts';

/** @throws {StageError} where the stage refuses, cannot be reached or answers something else */
export async function transcribe(
  access: PipelineAccess['transcription'],
  samples: Int16Array,
  fetchStage: Fetch,
  signal: AbortSignal,
): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([toWav(samples)], { type: 'audio/wav' }), 'turn.wav');
  form.set('model', access.model);
  form.set('response_format', 'json');
  const response = await fetchStage(`${access.baseUrl.replace(/\/$/, '')}/audio/transcriptions`, {
    method: 'POST',
    headers: keyHeaders(access.baseUrl, access.apiKey),
    body: form,
    signal,
  });
  if (!response.ok) throw await toStageError('transcription', response);
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string') {
    return body.text.trim();
  }
  throw new StageError('failed', 'the transcription has no text');
}

/** Mono PCM16 behind a WAV header. */
export function toWav(samples: Int16Array): ArrayBuffer {
  const wav = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(wav);
  const word = (at: number, text: string): void =>
    [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, modelRateHz, true);
  view.setUint32(28, modelRateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, sample, true));
  return wav;
}
