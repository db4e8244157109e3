/**
 * The REST endpoints of the simulated provider as the pinned openai client and a bare one see them.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import OpenAI, { APIError, toFile } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { parseWave } from '../../src/demo/speaking/pcm.ts';

let provider: Provider;
let client: OpenAI;

beforeAll(async () => {
  provider = await createProvider({ paceFactor: Infinity });
  client = new OpenAI({ baseURL: provider.url, apiKey: provider.key, maxRetries: 0 });
});
afterAll(() => provider.close());
afterEach(() => provider.setFaults({}));

test('[S15] a target that is no address ends nothing', async () => {
  const { port } = new URL(provider.url);
  for (const target of ['//', 'http://[', '*']) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
  }
  expect((await client.models.list()).data.length).toBeGreaterThan(0);
});

function post(path: string, body: object | string | FormData, signal?: AbortSignal): Promise<Response> {
  const isForm = body instanceof FormData;
  return fetch(`${provider.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${provider.key}`,
      ...(isForm ? {} : { 'content-type': 'application/json' }),
    },
    body: isForm || typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

function toWave(pcm: Int16Array, rateHz = 24_000, channels = 1): Buffer {
  const bytes = Buffer.alloc(44 + pcm.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + pcm.length * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rateHz, 24);
  bytes.writeUInt32LE(rateHz * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(pcm.length * 2, 40);
  for (const [index, sample] of pcm.entries()) bytes.writeInt16LE(sample, 44 + index * 2);
  return bytes;
}

const user = { role: 'user', content: 'What files are in the sample folder?' } as const;
const parameters = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
const tools = [
  { type: 'function', function: { name: 'files__list_directory', parameters } },
  { type: 'function', function: { name: 'files__list_allowed_directories', parameters: { type: 'object' } } },
] as const;
const ask = { model: 'gpt-4o-mini', messages: [user], tools: [...tools] };

describe('a completion', () => {
  test('comes whole, calls tool after tool and answers from their results alone', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [user];
    const outputs = ['Allowed directories:\n/tmp/x9/pebbles', '[FILE] quartz-7.txt\n[DIR] notes'];
    const called: string[] = [];
    for (const output of outputs) {
      const { choices } = await client.chat.completions.create({ ...ask, messages });
      const message = choices[0]?.message;
      const call = message?.tool_calls?.[0];
      if (!message || call?.type !== 'function') return expect.fail('It called nothing.');
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      called.push(`${call.function.name} ${call.function.arguments}`);
      messages.push(message, { role: 'tool', tool_call_id: call.id, content: output });
    }
    expect(called).toEqual(['files__list_allowed_directories {}', 'files__list_directory {"path":"/tmp/x9/pebbles"}']);
    const { choices, usage } = await client.chat.completions.create({ ...ask, messages });
    expect(choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'In pebbles there are quartz-7.txt and the folder notes.' },
    });
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  test('streams a call in pieces, then its reason, the usage and the end', async () => {
    const response = await post('/chat/completions', {
      ...ask,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text()).trim().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)) as OpenAI.ChatCompletionChunk);
    const [first, second, third, last] = chunks;
    expect(first?.choices[0]?.delta).toMatchObject({
      role: 'assistant',
      content: null,
      tool_calls: [
        { index: 0, type: 'function', function: { name: 'files__list_allowed_directories', arguments: '' } },
      ],
    });
    expect(second?.choices[0]?.delta.tool_calls).toEqual([{ index: 0, function: { arguments: '{}' } }]);
    expect(third?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'tool_calls' });
    expect([first?.usage, last?.choices, chunks.length]).toEqual([null, [], 4]);
    expect(last?.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('without tools for it, or told to use none, is declined in words', async () => {
    for (const without of [{ tools: [] }, { tool_choice: 'none' as const }]) {
      const { choices } = await client.chat.completions.create({ ...ask, ...without });
      expect(choices[0]?.message.content).toContain('no tool');
    }
  });

  test('streams word by word at its own pace, and stops when the client goes', async () => {
    const slow = await createProvider({ voice: provider.voice, wordMs: 20 });
    try {
      const own = new OpenAI({ baseURL: slow.url, apiKey: slow.key, maxRetries: 0 });
      const ended = slow.log.next('completion');
      const stream = await own.chat.completions.create({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: 'Tell me a long story' }],
        stream: true,
      });
      let words = 0;
      for await (const chunk of stream) {
        words += chunk.choices[0]?.delta.content ? 1 : 0;
        if (words === 3) break;
      }
      const record = await ended;
      expect(record.status).toBe('cancelled');
      expect(record.text).toMatch(/^Once upon a/);
      expect(record.text).not.toContain('breakfast');
    } finally {
      await slow.close();
    }
  });
});

describe('a transcription', () => {
  test('is read from stereo too, as JSON, as text and as events', async () => {
    const mono = await provider.voice.synthesise('Tell me a long story');
    const stereo = Int16Array.from({ length: mono.length * 2 }, (_, index) => mono[index >> 1] ?? 0);
    const file = await toFile(toWave(stereo, 24_000, 2), 'audio.wav');
    const model = 'gpt-4o-transcribe';
    const text = 'Tell me a long story';
    expect(await client.audio.transcriptions.create({ file, model })).toMatchObject({
      text,
      usage: { type: 'tokens' },
    });
    expect(await client.audio.transcriptions.create({ file, model, response_format: 'text' })).toBe(`${text}\n`);
    const events: string[] = [];
    for await (const event of await client.audio.transcriptions.create({ file, model, stream: true })) {
      events.push('delta' in event ? event.delta : 'text' in event ? event.text : '');
    }
    expect(events).toEqual(['Tell', ' me', ' a', ' long', ' story', text]);
  });
});

describe('speech', () => {
  test('is what the voice says, bare and as WAV, its first piece before the last is made', async () => {
    const input = 'Hello there. This is the second sentence.';
    const spoken = await client.audio.speech.create({ input, model: 'tts-1', voice: 'alloy', response_format: 'pcm' });
    const bare = Buffer.from(await spoken.arrayBuffer());
    const record = provider.log.speeches.at(-1);
    expect(bare.length).toBe((record?.pcm.length ?? 0) * 2);
    expect(bare.length).toBeGreaterThan(48_000);
    const wave = await client.audio.speech.create({ input, model: 'tts-1', voice: 'alloy', response_format: 'wav' });
    expect(parseWave(Buffer.from(await wave.arrayBuffer()))).toMatchObject({ rateHz: 24_000, samples: record?.pcm });
  });

  test('comes in pieces at the provider’s pace', async () => {
    const paced = await createProvider({ voice: provider.voice, paceFactor: 4, leadMs: 200, chunkMs: 100 });
    try {
      const response = await fetch(`${paced.url}/audio/speech`, {
        method: 'POST',
        headers: { authorization: `Bearer ${paced.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ input: 'Hello there, my friend.', model: 'tts-1', voice: 'a', response_format: 'pcm' }),
      });
      const done = paced.log.next('speech');
      await response.arrayBuffer();
      const { pcm, firstByteAtMs, lastByteAtMs } = await done;
      const tookMs = (lastByteAtMs ?? 0) - (firstByteAtMs ?? 0);
      expect(tookMs).toBeGreaterThan((pcm.length / 24 - 300) / 4 - 20);
      expect(tookMs).toBeLessThan(pcm.length / 24);
    } finally {
      await paced.close();
    }
  });
});

describe('bad input is refused with a status and words, and changes nothing', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'a', arguments: '{}' } } as const;
  const hi = { model: 'tts-1', voice: 'alloy', response_format: 'pcm' };
  const chat = '/chat/completions';
  test.each<[string, string, object | string, number, string, string | null]>([
    ['no JSON', chat, '{', 400, 'invalid_json', null],
    ['no messages', chat, { ...ask, messages: [] }, 400, 'invalid_value', 'messages'],
    ['an unknown field', chat, { ...ask, top_k: 3 }, 400, 'unknown_parameter', null],
    ['no model', chat, { messages: [user] }, 400, 'missing_required_parameter', 'model'],
    ['a model there is not', chat, { ...ask, model: 'gpt-9' }, 404, 'model_not_found', 'model'],
    [
      'a role there is not',
      chat,
      { ...ask, messages: [{ role: 'me', content: '' }] },
      400,
      'invalid_value',
      'messages.0.role',
    ],
    [
      'a call without its result',
      chat,
      { ...ask, messages: [user, { role: 'assistant', tool_calls: [call] }, user] },
      400,
      'invalid_value',
      'messages.[2]',
    ],
    [
      'a result without its call',
      chat,
      { ...ask, messages: [user, { role: 'tool', tool_call_id: 'call_1', content: '' }] },
      400,
      'invalid_value',
      'messages.[1].role',
    ],
    ['stream options without a stream', chat, { ...ask, stream_options: {} }, 400, 'invalid_value', 'stream_options'],
    [
      'JSON output',
      chat,
      { ...ask, response_format: { type: 'json_object' } },
      400,
      'unsupported_value',
      'response_format',
    ],
    ['no words to speak', '/audio/speech', { ...hi, input: '' }, 400, 'invalid_value', 'input'],
    [
      'mp3',
      '/audio/speech',
      { ...hi, input: 'a', response_format: 'mp3' },
      400,
      'unsupported_value',
      'response_format',
    ],
    ['JSON for a form', '/audio/transcriptions', { model: 'whisper-1' }, 400, 'invalid_content_type', null],
  ])('%s', async (_name, path, body, status, code, param) => {
    const refused = provider.log.next('refusal');
    const response = await post(path, body);
    expect([response.status, await response.json()]).toMatchObject([
      status,
      { error: { type: 'invalid_request_error', code, param } },
    ]);
    expect(await refused).toMatchObject({ connection: 0, event: { code } });
  });

  test.each<[string, () => Buffer, string]>([
    ['no sound', () => Buffer.from('ID3 not a wave at all, really not, not even by its length'), 'invalid_value'],
    ['50 ms of sound', () => toWave(new Int16Array(1200)), 'audio_too_short'],
  ])('%s in a form', async (_name, make, code) => {
    const form = new FormData();
    form.set('model', 'whisper-1');
    form.set('file', new File([new Uint8Array(make())], 'audio.wav'));
    const response = await post('/audio/transcriptions', form);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code, param: 'file' } }]);
  });

  test('a method that is not allowed, and a model that is asked for by name', async () => {
    const headers = { authorization: `Bearer ${provider.key}` };
    expect((await fetch(`${provider.url}/audio/speech`, { headers })).status).toBe(405);
    expect((await client.models.retrieve('tts-1')).id).toBe('tts-1');
    await expect(client.models.retrieve('gpt-9')).rejects.toThrow('404');
  });
});

describe('faults per stage', () => {
  const speak = { input: 'Hello there.', model: 'tts-1', voice: 'alloy', response_format: 'pcm' };

  test('a busy service says when to come back, and other stages are well', async () => {
    provider.setFaults({ speech: { httpStatus: 429, retryAfterSeconds: 7 } });
    const busy = await post('/audio/speech', speak);
    expect([busy.status, busy.headers.get('retry-after'), await busy.json()]).toMatchObject([
      429,
      '7',
      { error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' } },
    ]);
    expect((await post('/chat/completions', ask)).status).toBe(200);
  });

  test('the openai client’s own retry gets through when only the first request is struck', async () => {
    const patient = new OpenAI({ baseURL: provider.url, apiKey: provider.key, maxRetries: 1 });
    provider.setFaults({ completion: { httpStatus: 503, retryAfterSeconds: 0, times: 1 } });
    const { choices } = await patient.chat.completions.create(ask);
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(provider.log.completions.slice(-2).map((record) => record.httpStatus)).toEqual([503, 200]);
  });

  test('a late answer is late by that much, and the record says so', async () => {
    provider.setFaults({ speech: { delayMs: 300 } });
    await (await post('/audio/speech', speak)).arrayBuffer();
    const record = provider.log.speeches.at(-1);
    expect((record?.firstByteAtMs ?? 0) - (record?.receivedAtMs ?? 0)).toBeGreaterThanOrEqual(295);
  });

  test('a body that breaks off gives its bytes, then an error', async () => {
    provider.setFaults({ speech: { dropAfterBytes: 10_001 } });
    const ended = provider.log.next('speech');
    const response = await post('/audio/speech', speak);
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect((await ended).status).toBe('failed');
  });

  test.each(['silent', 'silentAfterBytes'] as const)('%s: nothing comes until the client gives up', async (kind) => {
    provider.setFaults({ speech: kind === 'silent' ? { silent: true } : { silentAfterBytes: 5000 } });
    const gaveUp = new AbortController();
    const begun = provider.log.next('request');
    const ended = provider.log.next('speech');
    const answer = post('/audio/speech', speak, gaveUp.signal);
    await begun;
    let received = 0;
    if (kind === 'silentAfterBytes') {
      const reader = (await answer).body?.getReader();
      while (received < 5000) received += (await reader?.read())?.value?.length ?? 0;
    }
    gaveUp.abort();
    await answer.catch(() => undefined);
    expect([(await ended).status, received]).toEqual(['failed', kind === 'silent' ? 0 : 5000]);
  });

  test('an outage of Realtime alone leaves REST well', async () => {
    provider.setFaults({ httpStatus: 503, sparesRest: true });
    expect((await post('/chat/completions', ask)).status).toBe(200);
    provider.setFaults({ httpStatus: 503 });
    const refused = await client.chat.completions.create(ask).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(APIError);
  });

  test('an empty answer is a good one with nothing in it', async () => {
    provider.setFaults({ completion: { empty: true }, speech: { empty: true } });
    const { choices } = await client.chat.completions.create(ask);
    expect([choices[0]?.message.content, choices[0]?.finish_reason]).toEqual(['', 'stop']);
    expect((await (await post('/audio/speech', speak)).arrayBuffer()).byteLength).toBe(0);
  });
});
