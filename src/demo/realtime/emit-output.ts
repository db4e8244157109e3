/**
 * Sends a response's output items with all the events the service sends for them, audio faster than real time.
 *
 * Path: respond -> here -> socket. Always: what was added is also done, completely or as `incomplete` when it was cancelled;
 * the transcript sent is that of the audio sent, sentence by sentence.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { concatenate, sampleRateHz, toBase64, toDurationMs } from '../speaking/pcm.ts';
import type { SpokenSentence } from '../speaking/speaker.ts';
import { nowMs } from '../provider-log.ts';
import type { ResponseRecord } from '../provider-log.ts';
import type { NewItem } from './client-events.ts';
import { createId, toItem } from './items.ts';
import type { AssistantItem, CallItem, Item } from './items.ts';
import type { ServerEventBody } from './server-events.ts';

export interface Pace {
  /** Sound per delta. */
  readonly chunkMs: number;
  /** How much faster than real time sound is sent after the lead; Infinity for at once. */
  readonly factor: number;
  /** Sound that is sent without waiting. */
  readonly leadMs: number;
}

/** Where a response's output goes. `add` puts an item into the conversation, unless the response is outside it. */
export interface OutputTarget {
  readonly responseId: string;
  readonly record: ResponseRecord;
  readonly pace: Pace;
  readonly send: (body: ServerEventBody) => void;
  /** Inserts the item and returns the one before it; undefined where the response leaves the conversation alone. */
  readonly add: (item: Item) => string | null | undefined;
  readonly onAudioDelta: (count: number) => void;
  /** The length of an assistant item's sound, for later truncation. */
  readonly onAudio: (itemId: string, sampleCount: number) => void;
}

export interface Output {
  readonly target: OutputTarget;
  readonly items: Item[];
  audioSamples: number;
  itemsOf(input: readonly NewItem[]): Item[];
}

export function createOutput(target: OutputTarget): Output {
  return { target, items: [], audioSamples: 0, itemsOf: (input) => input.map(toItem) };
}

export function emitCall(output: Output, name: string, parameters: string): void {
  const { send, responseId, record } = output.target;
  const item: CallItem = {
    id: createId('item'),
    object: 'realtime.item',
    status: 'in_progress',
    type: 'function_call',
    call_id: createId('call'),
    name,
    arguments: '',
  };
  const place = { response_id: responseId, item_id: item.id, output_index: output.items.length };
  record.calls.push({ name, arguments: parameters });
  const previous = open(output, item);
  send({ type: 'response.function_call_arguments.delta', ...place, call_id: item.call_id, delta: parameters });
  send({ type: 'response.function_call_arguments.done', ...place, call_id: item.call_id, name, arguments: parameters });
  item.arguments = parameters;
  close(output, item, previous, 'completed');
}

export function emitText(output: Output, text: string): void {
  const { send, record } = output.target;
  const { item, previous, place } = openMessage(output);
  send({ type: 'response.content_part.added', ...place, part: { type: 'text', text: '' } });
  for (const delta of text.match(/\s*\S+\s*$|\s*\S+/g) ?? [])
    send({ type: 'response.output_text.delta', ...place, delta });
  send({ type: 'response.output_text.done', ...place, text });
  send({ type: 'response.content_part.done', ...place, part: { type: 'text', text } });
  record.text += text;
  item.content = [{ type: 'output_text', text }];
  close(output, item, previous, 'completed');
}

/** Speaks until the end or until the signal says stop; never throws for the latter. */
export async function emitSpeech(
  output: Output,
  speech: AsyncIterable<SpokenSentence>,
  signal: AbortSignal,
): Promise<void> {
  const { send, record } = output.target;
  const { item, previous, place } = openMessage(output);
  const sent: Int16Array[] = [];
  let transcript = '';
  send({ type: 'response.content_part.added', ...place, part: { type: 'audio', transcript: '' } });
  const askedAtMs = nowMs();
  for await (const sentence of speech) {
    if (signal.aborted) break;
    if (record.firstAudioAtMs === null) record.synthesisMs = nowMs() - askedAtMs;
    for (const delta of sentence.text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
      send({ type: 'response.output_audio_transcript.delta', ...place, delta });
    }
    transcript += sentence.text;
    await sendAudio(output, place, sentence.pcm, sent, signal);
    if (signal.aborted) break;
  }
  record.text += transcript;
  record.pcm = concatenate(sent);
  output.target.onAudio(item.id, record.pcm.length);
  send({ type: 'response.output_audio.done', ...place });
  send({ type: 'response.output_audio_transcript.done', ...place, transcript });
  send({ type: 'response.content_part.done', ...place, part: { type: 'audio', transcript } });
  item.content = [{ type: 'output_audio', transcript }];
  close(output, item, previous, signal.aborted ? 'incomplete' : 'completed');
}

type Place = { response_id: string; item_id: string; output_index: number; content_index: number };

async function sendAudio(
  output: Output,
  place: Place,
  pcm: Int16Array,
  sent: Int16Array[],
  signal: AbortSignal,
): Promise<void> {
  const { pace, send, record, onAudioDelta } = output.target;
  const chunkSamples = Math.round((pace.chunkMs / 1000) * sampleRateHz);
  for (let at = 0; at < pcm.length && !signal.aborted; at += chunkSamples) {
    const chunk = pcm.subarray(at, at + chunkSamples);
    send({ type: 'response.output_audio.delta', ...place, delta: toBase64(chunk) });
    sent.push(chunk);
    output.audioSamples += chunk.length;
    record.firstAudioAtMs ??= nowMs();
    record.lastAudioAtMs = nowMs();
    onAudioDelta(sent.length);
    await keepPace(pace, record.firstAudioAtMs, toDurationMs(output.audioSamples), signal);
  }
}

/** Waits until the sound sent so far is due: its duration less the lead, at the pace. */
async function keepPace(pace: Pace, startedAtMs: number, sentMs: number, signal: AbortSignal): Promise<void> {
  const dueMs = Math.max(0, sentMs - pace.leadMs) / pace.factor;
  const waitMs = startedAtMs + dueMs - nowMs();
  if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
}

function openMessage(output: Output): { item: AssistantItem; previous: string | null | undefined; place: Place } {
  const item: AssistantItem = {
    id: createId('item'),
    object: 'realtime.item',
    status: 'in_progress',
    type: 'message',
    role: 'assistant',
    content: [],
  };
  const place = {
    response_id: output.target.responseId,
    item_id: item.id,
    output_index: output.items.length,
    content_index: 0,
  };
  return { item, place, previous: open(output, item) };
}

/** Events carry copies: an item grows after its event has been handed on. */
function open(output: Output, item: Item): string | null | undefined {
  const { send, responseId, add } = output.target;
  const outputIndex = output.items.push(item) - 1;
  send({ type: 'response.output_item.added', response_id: responseId, output_index: outputIndex, item: { ...item } });
  const previous = add(item);
  if (previous !== undefined) send({ type: 'conversation.item.added', previous_item_id: previous, item: { ...item } });
  return previous;
}

function close(
  output: Output,
  item: Item,
  previous: string | null | undefined,
  status: 'completed' | 'incomplete',
): void {
  const { send, responseId } = output.target;
  item.status = status;
  if (previous !== undefined) send({ type: 'conversation.item.done', previous_item_id: previous, item: { ...item } });
  const outputIndex = output.items.indexOf(item);
  send({ type: 'response.output_item.done', response_id: responseId, output_index: outputIndex, item: { ...item } });
}
