import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { connectRealtime } from './realtime-client.ts';
import type { RealtimeClient } from './realtime-client.ts';

const listTool = {
  type: 'function',
  name: 'files__list_directory',
  description: 'Lists a folder',
  parameters: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const folderTool = {
  type: 'function',
  name: 'files__list_allowed_directories',
  description: 'Names the folders that may be read',
  parameters: { type: 'object', properties: {} },
};

let provider: Provider;
let client: RealtimeClient;

beforeAll(async () => {
  provider = await createProvider({ paceFactor: Infinity });
});
afterAll(() => provider.close());
afterEach(() => {
  provider.setFaults({});
  client.close();
});

function answer(callId: string, output: string): void {
  client.send({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id: callId, output } });
  client.send({ type: 'response.create' });
}

describe('a typed turn', () => {
  test('is answered with the events the service sends, in its order', async () => {
    client = await connectRealtime(provider);
    client.send({ type: 'session.update', session: { type: 'realtime', audio: { input: { turn_detection: null } } } });
    client.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
    });
    client.send({ type: 'response.create', response: { metadata: { client_event_id: 'abc' } } });
    const done = await client.next('response.done');
    await client.next('rate_limits.updated');
    const types = client.events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1]);
    expect(types.filter((type) => !type.endsWith('delta'))).toEqual([
      'session.created',
      'session.updated',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'rate_limits.updated',
    ]);
    expect(done.response.status).toBe('completed');
    expect(done.response.metadata).toEqual({ client_event_id: 'abc' });
    expect(done.response.usage?.output_token_details.audio_tokens).toBeGreaterThan(20);
    const record = provider.log.responses.at(-1);
    expect(record?.text).toContain('simulated');
    expect(record?.pcm.length).toBeGreaterThan(24_000);
  });

  test('about files calls the offered tools one after the other and answers from their results alone', async () => {
    client = await connectRealtime(provider);
    client.send({ type: 'session.update', session: { type: 'realtime', tools: [listTool, folderTool] } });
    client.ask('What files are in the sample folder?');
    const first = await client.next('response.function_call_arguments.done');
    expect([first.name, first.arguments]).toEqual(['files__list_allowed_directories', '{}']);
    await client.next('response.done');
    answer(first.call_id, 'Allowed directories:\n/tmp/x9/pebbles');
    const second = await client.next('response.function_call_arguments.done');
    expect([second.name, JSON.parse(second.arguments)]).toEqual(['files__list_directory', { path: '/tmp/x9/pebbles' }]);
    await client.next('response.done');
    answer(second.call_id, '[FILE] quartz-7.txt\n[DIR] notes');
    const said = await client.next('response.output_audio_transcript.done');
    expect(said.transcript).toBe('In pebbles there are quartz-7.txt and the folder notes.');
  });

  test('about files without a tool for it is declined in words', async () => {
    client = await connectRealtime(provider);
    client.ask('What files are in the sample folder?');
    expect((await client.next('response.output_audio_transcript.done')).transcript).toContain('no tool');
  });

  test('that it does not know calls no tool and says that it is simulated', async () => {
    client = await connectRealtime(provider);
    client.send({ type: 'session.update', session: { type: 'realtime', tools: [listTool, folderTool] } });
    client.ask('Delete everything you find on this machine');
    expect((await client.next('response.output_audio_transcript.done')).transcript).toMatch(
      /simulated.*did not understand/,
    );
    expect(provider.log.responses.at(-1)?.calls).toEqual([]);
  });

  test('in text modality is answered in text', async () => {
    client = await connectRealtime(provider);
    client.send({ type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] } });
    client.ask('Hello');
    expect((await client.next('response.output_text.done')).text).toContain('Hello');
    expect((await client.next('response.done')).response.output_modalities).toEqual(['text']);
  });
});

describe('a running response', () => {
  test('is cut by response.cancel, and a second one is refused meanwhile', async () => {
    const slow = await createProvider({ voice: provider.voice, paceFactor: 1 });
    try {
      client = await connectRealtime(slow);
      client.ask('Tell me a long story');
      await client.next('response.output_audio.delta');
      client.send({ type: 'response.create', event_id: 'second' });
      const error = await client.next('error');
      expect([error.error.code, error.error.event_id]).toEqual(['conversation_already_has_active_response', 'second']);
      client.send({ type: 'response.cancel' });
      const done = await client.next('response.done');
      expect([done.response.status, done.response.status_details?.reason]).toEqual(['cancelled', 'client_cancelled']);
      expect(done.response.output[0]?.status).toBe('incomplete');
      client.send({ type: 'response.cancel' });
      expect((await client.next('error')).error.message).toMatch(/^Cancellation failed/);
    } finally {
      await slow.close();
    }
  });

  test('that is cancelled gives way to the next one, asked for in the same breath', async () => {
    const slow = await createProvider({ voice: provider.voice, paceFactor: 1 });
    try {
      client = await connectRealtime(slow);
      client.ask('Tell me a long story');
      await client.next('response.output_audio.delta');
      client.send({ type: 'response.cancel' });
      client.ask('Hello');
      expect((await client.next('response.done')).response.status).toBe('cancelled');
      expect((await client.next('response.output_audio_transcript.delta')).delta.trim()).toBe('Hello.');
      expect(slow.log.refusals).toEqual([]);
    } finally {
      await slow.close();
    }
  });

  test('can be truncated to what was played, and not beyond', async () => {
    client = await connectRealtime(provider);
    client.ask('Hello');
    const item = (await client.next('response.output_item.added')).item;
    await client.next('response.done');
    client.send({ type: 'conversation.item.truncate', item_id: item.id, content_index: 0, audio_end_ms: 500 });
    expect((await client.next('conversation.item.truncated')).audio_end_ms).toBe(500);
    client.send({ type: 'conversation.item.truncate', item_id: item.id, content_index: 0, audio_end_ms: 500_000 });
    expect((await client.next('error')).error.message).toContain('already shorter');
    client.send({ type: 'conversation.item.delete', item_id: item.id });
    await client.next('conversation.item.deleted');
    client.send({ type: 'conversation.item.retrieve', item_id: item.id });
    expect((await client.next('error')).error.code).toBe('item_retrieve_invalid_item_id');
  });
});

describe('bad input', () => {
  const cases: [string, object | string, string, string | null][] = [
    ['text that is no JSON', '{', 'invalid_json', null],
    ['an unknown event', { type: 'response.make' }, 'invalid_value', 'type'],
    [
      'an unknown field',
      { type: 'response.create', response: { modalities: ['audio'] } },
      'unknown_parameter',
      'response',
    ],
    [
      'the beta session shape',
      { type: 'session.update', session: { type: 'realtime', voice: 'marin' } },
      'unknown_parameter',
      'session',
    ],
    [
      'a session without its type',
      { type: 'session.update', session: { instructions: '' } },
      'invalid_value',
      'session.type',
    ],
    ['a commit of nothing', { type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty', null],
    [
      'a result of a call that was not made',
      { type: 'conversation.item.create', item: { type: 'function_call_output', call_id: 'call_x', output: '' } },
      'invalid_tool_call_id',
      'item.call_id',
    ],
  ];
  test.each(cases)('%s is refused with a code and changes nothing', async (_name, event, code, param) => {
    client = await connectRealtime(provider);
    if (typeof event === 'string') client.sendRaw(event);
    else client.send({ event_id: 'mine', ...event });
    const { error } = await client.next('error');
    expect([error.type, error.code, error.param]).toEqual(['invalid_request_error', code, param]);
    if (typeof event !== 'string') expect(error.event_id).toBe('mine');
  });
});

describe('faults', () => {
  test('a wrong key is refused with 401 and seen in the log', async () => {
    await expect(connectRealtime(provider, 'sk-wrong')).rejects.toThrow('401');
    expect(provider.log.keysSeen).toContain('sk-wrong');
    const models = await fetch(`${provider.url}/models`, { headers: { authorization: 'Bearer sk-wrong' } });
    expect([models.status, await models.json()]).toMatchObject([401, { error: { code: 'invalid_api_key' } }]);
  });

  test('a refused connection, a busy service', async () => {
    provider.setFaults({ refuseConnection: true });
    await expect(connectRealtime(provider)).rejects.toThrow();
    provider.setFaults({ httpStatus: 503 });
    await expect(connectRealtime(provider)).rejects.toThrow('503');
  });

  test.each(['invalid_api_key', 'insufficient_quota'])(
    '%s comes as an error event and the connection closes',
    async (code) => {
      provider.setFaults({ errorOnConnect: { code } });
      client = await connectRealtime(provider);
      expect((await client.next('error')).error.code).toBe(code);
      expect(await client.closed).toBe(3000);
    },
  );

  test('silence after the connection is accepted, and healed again', async () => {
    provider.setFaults({ silentAfterAccept: true });
    client = await connectRealtime(provider);
    const asked = provider.log.next('clientEvent', ({ event }) => event.type === 'response.cancel');
    client.send({ type: 'response.cancel' });
    await asked;
    provider.setFaults({});
    client.ask('Hello');
    await client.next('response.done');
    expect(client.events.some((event) => event.type === 'session.created')).toBe(false);
  });

  test('an empty response has no output and 0 tokens', async () => {
    provider.setFaults({ emptyResponse: true });
    client = await connectRealtime(provider);
    client.ask('Hello');
    const { response } = await client.next('response.done');
    expect([response.status, response.output, response.usage?.total_tokens]).toEqual(['completed', [], 0]);
  });

  test('a failed response carries its error', async () => {
    provider.setFaults({ failResponse: { code: 'insufficient_quota' } });
    client = await connectRealtime(provider);
    client.ask('Hello');
    const { response } = await client.next('response.done');
    expect(response.status_details).toMatchObject({ type: 'failed', error: { code: 'insufficient_quota' } });
  });

  test('the socket drops in the middle of an answer', async () => {
    provider.setFaults({ dropAfterAudioDeltas: 3 });
    client = await connectRealtime(provider);
    client.ask('Tell me a long story');
    await client.closed;
    expect(client.events.filter((event) => event.type === 'response.output_audio.delta').length).toBeLessThanOrEqual(3);
    expect(client.events.some((event) => event.type === 'response.done')).toBe(false);
  });
});
