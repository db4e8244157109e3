/**
 * The pinned agents plugin's own STT, LLM and TTS as clients of the simulated provider: a whole spoken turn, and what faults look like
 * to them.
 */
import { initializeLogger, llm } from '@livekit/agents';
import type { APIError, APIStatusError } from '@livekit/agents';
import { LLM, STT, TTS } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { concatenate, resample } from '../../src/demo/speaking/pcm.ts';

let provider: Provider;
let stages: { stt: STT; model: LLM; tts: TTS };
const once = { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 5000 };

beforeAll(async () => {
  initializeLogger({ pretty: false, level: 'silent' });
  provider = await createProvider({ paceFactor: Infinity });
  const at = { baseURL: provider.url, apiKey: provider.key };
  stages = {
    stt: new STT({ ...at, model: 'gpt-4o-mini-transcribe', useRealtime: false, language: 'en' }),
    model: new LLM({ ...at, model: 'gpt-4o-mini' }),
    tts: new TTS({ ...at, model: 'gpt-4o-mini-tts', voice: 'alloy' }),
  };
  for (const stage of [stages.model, stages.tts, stages.stt]) stage.on('error', () => undefined);
});
afterAll(() => provider.close());
afterEach(() => provider.setFaults({}));

async function say(text: string, rateHz = 24_000): Promise<AudioFrame> {
  const whole = concatenate([new Int16Array(4800), await provider.voice.synthesise(text), new Int16Array(7200)]);
  const pcm = resample(whole, 24_000, rateHz);
  return new AudioFrame(pcm, rateHz, 1, pcm.length);
}

async function hear(frame: AudioFrame): Promise<string> {
  return (await stages.stt.recognize([frame])).alternatives?.[0].text ?? '';
}

async function answer(
  chatCtx: llm.ChatContext,
  toolCtx?: llm.ToolContext,
): Promise<{ text: string; calls: llm.FunctionCall[]; tokens: number; deltas: number }> {
  const got = { text: '', calls: [] as llm.FunctionCall[], tokens: 0, deltas: 0 };
  const stream = stages.model.chat({ chatCtx, ...(toolCtx ? { toolCtx } : {}), connOptions: once });
  for await (const chunk of stream) {
    got.text += chunk.delta?.content ?? '';
    got.deltas += chunk.delta?.content ? 1 : 0;
    got.calls.push(...(chunk.delta?.toolCalls ?? []));
    got.tokens += chunk.usage?.totalTokens ?? 0;
  }
  return got;
}

async function speak(text: string): Promise<Int16Array> {
  const parts: Int16Array[] = [];
  for await (const { frame } of stages.tts.synthesize(text, once)) parts.push(frame.data);
  return concatenate(parts);
}

describe('the plugin’s pipeline', () => {
  test.each([24_000, 16_000, 48_000])('hears at %i Hz, calls a tool and speaks its result', async (rateHz) => {
    const secret = `wombat ${String(Math.floor(Math.random() * 1e6))}`;
    const echo = llm.tool({
      name: 'everything__echo',
      description: 'Echoes back the input',
      parameters: z.object({ message: z.string() }),
      execute: async () => secret,
    });
    const heard = provider.log.next('transcription');
    const text = await hear(await say('Echo the secret word', rateHz));
    expect(text).toBe('Echo the secret word');
    expect(await heard).toMatchObject({ status: 'completed', heard: { sentenceId: 'echo' } });

    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'system', content: 'You are "Parley".' });
    context.addMessage({ role: 'user', content: text });
    const first = await answer(context, new llm.ToolContext([echo]));
    expect(first.calls.map((call) => [call.name, call.args])).toEqual([
      ['everything__echo', '{"message":"the secret word"}'],
    ]);
    expect(first.tokens).toBeGreaterThan(10);

    const [call] = first.calls;
    const { callId = '', name = '' } = call ?? {};
    if (call) context.items.push(call);
    context.items.push(llm.FunctionCallOutput.create({ callId, name, output: secret, isError: false }));
    const second = await answer(context, new llm.ToolContext([echo]));
    expect([second.text, second.calls, second.deltas]).toEqual([secret, [], 2]);
    expect(provider.log.completions.at(-1)).toMatchObject({
      roles: ['system', 'user', 'assistant', 'tool'],
      tools: ['everything__echo'],
      text: secret,
    });

    const spoken = await speak(second.text);
    const record = provider.log.speeches.at(-1);
    expect(spoken.length).toBeGreaterThan(12_000);
    expect(record?.pcm.subarray(0, spoken.length)).toEqual(spoken);
    expect(provider.log.refusals).toEqual([]);
  });

  test('silence is heard as nothing, and what is unknown calls no tool', async () => {
    expect(await hear(new AudioFrame(new Int16Array(24_000), 24_000, 1, 24_000))).toBe('');
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'user', content: await hear(await say('Please water the plants on the balcony')) });
    const reply = await answer(context, new llm.ToolContext([]));
    expect([reply.calls, reply.text]).toEqual([[], expect.stringMatching(/simulated.*did not understand/)]);
  });
});

describe('faults per stage as the plugin sees them', () => {
  const hello = (): llm.ChatContext => {
    const context = llm.ChatContext.empty();
    context.addMessage({ role: 'user', content: 'Tell me a long story' });
    return context;
  };
  const failureOf = (work: Promise<unknown>): Promise<APIError> =>
    work.then(
      () => expect.fail('It did not fail.'),
      (error: unknown) => error as APIError,
    );
  const llmFailure = async (): Promise<APIError> => {
    const failed = new Promise<APIError>((resolve) =>
      stages.model.once('error', ({ error }) => resolve(error as APIError)),
    );
    await answer(hello()).catch(() => undefined);
    return failed;
  };

  test('a status with its words, once, then well again', async () => {
    provider.setFaults({ completion: { httpStatus: 429, error: { code: 'insufficient_quota' }, times: 1 } });
    const error = (await llmFailure()) as APIStatusError;
    expect([error.statusCode, error.retryable, (error.body as { code?: string }).code]).toEqual([
      429,
      true,
      'insufficient_quota',
    ]);
    expect((await answer(hello())).text).toContain('Once upon a time');
    expect(provider.log.completions.slice(-2).map((record) => [record.httpStatus, record.status])).toEqual([
      [429, 'failed'],
      [200, 'completed'],
    ]);
  });

  test('a completion that breaks off: some words, then an error that must not be retried', async () => {
    provider.setFaults({ completion: { dropAfterBytes: 3000 } });
    expect((await llmFailure()).retryable).toBe(false);
    expect(provider.log.completions.at(-1)).toMatchObject({ status: 'failed', text: expect.stringContaining('Once') });
  });

  test('a transcription that is refused is an error with the service’s words', async () => {
    provider.setFaults({ transcription: { httpStatus: 503 } });
    const frame = await say('Hello');
    expect(await failureOf(stages.stt.recognize([frame]))).toBeInstanceOf(Error);
    provider.setFaults({ transcription: { empty: true } });
    expect(await hear(frame)).toBe('');
  });
});
