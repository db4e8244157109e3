/**
 * POST /v1/audio/speech: speaks a text, sentence by sentence, in pieces at the provider's pace.
 *
 * Path: serve-stage -> here -> mind. Always: 24 kHz mono PCM16, bare or behind a WAV header that does not know the length, as the service
 * sends it; the first sentence is on its way while the next is made.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../provider-log.ts';
import { concatenate, sampleRateHz, toDurationMs } from '../speaking/pcm.ts';
import { readJson } from './read-request.ts';
import { requireModel } from './serve-stage.ts';
import type { StageWork, Visit } from './serve-stage.ts';
import { parseSpeechRequest } from './speech-request.ts';
import type { SpeechRecord } from './stage-records.ts';

export const speech: StageWork<'speech'> = {
  stage: 'speech',
  createRecord: (common) => ({ ...common, input: '', pcm: new Int16Array(0), lastByteAtMs: null, synthesisMs: 0 }),
  listOf: (log) => log.speeches,
  run: synthesise,
};

async function synthesise(visit: Visit<SpeechRecord>): Promise<void> {
  const { line, record, ports } = visit;
  const asked = parseSpeechRequest(await readJson(visit.request));
  record.model = requireModel(asked.model, ports);
  record.input = asked.input;
  const sentences = ports.mind.speak(line.fault.empty ? '' : asked.input);
  const startedAtMs = nowMs();
  const first = await sentences.next();
  record.synthesisMs = nowMs() - startedAtMs;
  await line.open(asked.response_format === 'wav' ? 'audio/wav' : 'audio/pcm');
  if (asked.response_format === 'wav') await line.write(openEndedHeader());
  const sent: Int16Array[] = [];
  try {
    if (!first.done) await sendSound(first.value.pcm, sent, visit);
    for await (const sentence of sentences) await sendSound(sentence.pcm, sent, visit);
  } finally {
    record.pcm = concatenate(sent);
  }
  line.end();
}

async function sendSound(pcm: Int16Array, sent: Int16Array[], visit: Visit<SpeechRecord>): Promise<void> {
  const { line, record, ports } = visit;
  const chunkSamples = Math.round((ports.pace.chunkMs / 1000) * sampleRateHz);
  for (let at = 0; at < pcm.length; at += chunkSamples) {
    const chunk = pcm.subarray(at, at + chunkSamples);
    await line.write(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    sent.push(chunk);
    record.lastByteAtMs = nowMs();
    await keepPace(sent, visit);
  }
}

/** Waits until the sound sent so far is due: its duration less the lead, at the pace. */
async function keepPace(
  sent: readonly Int16Array[],
  { line, record, ports: { pace } }: Visit<SpeechRecord>,
): Promise<void> {
  const sentMs = toDurationMs(sent.reduce((sum, chunk) => sum + chunk.length, 0));
  const dueMs = Math.max(0, sentMs - pace.leadMs) / pace.factor;
  const waitMs = (record.firstByteAtMs ?? nowMs()) + dueMs - nowMs();
  if (waitMs > 0) await delay(waitMs, undefined, { signal: line.signal });
}

function openEndedHeader(): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 40);
  return header;
}
