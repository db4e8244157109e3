/**
 * POST /v1/audio/transcriptions: listens to a WAV and writes what was said.
 *
 * Path: serve-stage -> here -> mind. What was not understood is written as such, silence as ''.
 */
import { nowMs } from '../provider-log.ts';
import { toDurationMs } from '../speaking/pcm.ts';
import { readForm } from './read-request.ts';
import { requireModel } from './serve-stage.ts';
import type { StageWork, Visit } from './serve-stage.ts';
import type { TranscriptionRecord } from './stage-records.ts';
import { parseTranscriptionRequest, readSound } from './transcription-request.ts';

export interface TranscriptionBody {
  text: string;
  usage: TranscriptionUsage;
}
interface TranscriptionUsage {
  type: 'tokens';
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  input_token_details: { text_tokens: number; audio_tokens: number };
}
export type TranscriptionEvent =
  { type: 'transcript.text.delta'; delta: string } | ({ type: 'transcript.text.done' } & TranscriptionBody);

export const transcription: StageWork<'transcription'> = {
  stage: 'transcription',
  createRecord: (common) => ({ ...common, pcm: new Int16Array(0), heard: null, hearMs: 0 }),
  listOf: (log) => log.transcriptions,
  run: transcribe,
};

async function transcribe({ request, line, record, ports }: Visit<TranscriptionRecord>): Promise<void> {
  const asked = parseTranscriptionRequest(await readForm(request));
  record.model = requireModel(asked.model, ports);
  record.pcm = await readSound(asked.file);
  const startedAtMs = nowMs();
  record.heard = await ports.mind.hear(record.pcm);
  record.hearMs = nowMs() - startedAtMs;
  const text = line.fault.empty ? '' : record.heard.transcript;
  const body = { text, usage: toUsage(record.pcm, text) };
  if (asked.stream) {
    await line.open('text/event-stream; charset=utf-8');
    for (const event of toEvents(body)) await line.write(`data: ${JSON.stringify(event)}\n\n`);
    return line.end();
  }
  if (asked.response_format !== 'text') return line.sendJson(body);
  await line.open('text/plain; charset=utf-8');
  await line.write(`${text}\n`);
  line.end();
}

function toEvents(body: TranscriptionBody): TranscriptionEvent[] {
  const words = body.text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  const deltas = words.map((delta) => ({ type: 'transcript.text.delta' as const, delta }));
  return [...deltas, { type: 'transcript.text.done', ...body }];
}

/** 100 ms of sound, or about 4 characters, a token. */
function toUsage(pcm: Int16Array, text: string): TranscriptionUsage {
  const heard = Math.ceil(toDurationMs(pcm.length) / 100);
  const written = Math.ceil(text.length / 4);
  return {
    type: 'tokens',
    input_tokens: heard,
    output_tokens: written,
    total_tokens: heard + written,
    input_token_details: { text_tokens: 0, audio_tokens: heard },
  };
}
