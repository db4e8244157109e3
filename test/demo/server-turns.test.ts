/**
 * Turns ended by the provider itself, as a client with the default turn detection gets them.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { concatenate } from '../../src/demo/speaking/pcm.ts';
import { connectRealtime } from './realtime-client.ts';
import type { RealtimeClient } from './realtime-client.ts';

let provider: Provider;
let client: RealtimeClient;

beforeAll(async () => {
  provider = await createProvider({ paceFactor: 2 });
});
afterAll(() => provider.close());
afterEach(() => client.close());

const silence = (ms: number): Int16Array => new Int16Array(ms * 24);

async function connectWith(turnDetection: object | null): Promise<void> {
  client = await connectRealtime(provider);
  const input = { turn_detection: turnDetection, transcription: { model: 'whisper-1' } };
  client.send({ type: 'session.update', session: { type: 'realtime', audio: { input } } });
  await client.next('session.updated');
}

test('speech then silence is a turn: started, stopped, committed, heard, answered', async () => {
  await connectWith({ type: 'server_vad', silence_duration_ms: 500, prefix_padding_ms: 300 });
  const speech = await provider.voice.synthesise('Tell me a long story');
  client.sendAudio(concatenate([silence(1000), speech, silence(900)]));
  const started = await client.next('input_audio_buffer.speech_started');
  expect(started.audio_start_ms).toBeGreaterThanOrEqual(650);
  expect(started.audio_start_ms).toBeLessThanOrEqual(850);
  const stopped = await client.next('input_audio_buffer.speech_stopped');
  expect(stopped.item_id).toBe(started.item_id);
  expect((await client.next('input_audio_buffer.committed')).item_id).toBe(started.item_id);
  const transcribed = await client.next('conversation.item.input_audio_transcription.completed');
  expect([transcribed.item_id, transcribed.transcript]).toEqual([started.item_id, 'Tell me a long story']);
  const said = await client.next('response.output_audio_transcript.delta');
  expect(said.delta).toBe('Once');
});

test('speech into an answer cuts it, and is answered afterwards', async () => {
  await connectWith({ type: 'server_vad' });
  client.ask('Tell me a long story');
  await client.next('response.output_audio.delta');
  client.sendAudio(
    concatenate([silence(300), await provider.voice.synthesise('What tools do you have?'), silence(900)]),
  );
  const cut = await client.next('response.done');
  expect([cut.response.status, cut.response.status_details?.reason]).toEqual(['cancelled', 'turn_detected']);
  expect((await client.next('response.output_audio_transcript.done')).transcript).toBe('I have no tools.');
});

test('semantic turn detection, the plugin’s default, ends turns too', async () => {
  await connectWith({ type: 'semantic_vad', eagerness: 'medium', create_response: true, interrupt_response: true });
  client.sendAudio(concatenate([silence(300), await provider.voice.synthesise('Hello'), silence(900)]));
  expect((await client.next('response.done')).response.status).toBe('completed');
});

test('silence and a click are no turn', async () => {
  await connectWith({ type: 'server_vad' });
  const click = silence(3000);
  click.fill(12_000, 24_000, 24_240);
  client.sendAudio(click);
  client.send({ type: 'input_audio_buffer.clear' });
  await client.next('input_audio_buffer.cleared');
  expect(client.events.map((event) => event.type)).not.toContain('input_audio_buffer.speech_started');
});

test('without turn detection nothing is answered until the client asks', async () => {
  await connectWith(null);
  client.sendAudio(concatenate([await provider.voice.synthesise('Hello'), silence(1500)]));
  client.send({ type: 'input_audio_buffer.commit' });
  await client.next('conversation.item.input_audio_transcription.completed');
  expect(client.events.map((event) => event.type)).not.toContain('response.created');
  client.send({ type: 'response.create' });
  await client.next('response.done');
});
