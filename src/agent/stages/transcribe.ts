/**
 * Speech to text: one utterance to `POST /audio/transcriptions`.
 *
 * Path: pipeline-brain -> here -> the transcription stage. Always: mono PCM16 in a WAV at the rate of the turn; only the text comes back.
 */
import { keyHeaders, toWaveFile } from '../../contract/index.ts';
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
  form.set('file', new Blob([toWaveFile(samples, modelRateHz)], { type: 'audio/wav' }), 'turn.wav');
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
