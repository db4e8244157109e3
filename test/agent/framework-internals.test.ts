import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { voice } from '@livekit/agents';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import {
  currentSpeech,
  failureOfCode,
  OpenRealtimeModel,
  TextSink,
  toProviderFailure,
} from '../../src/agent/framework-internals.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules/@livekit');

describe('what we use of the framework without its promise', () => {
  let provider: Provider;
  beforeAll(async () => {
    provider = await createProvider({ learnLater: true });
  });
  afterAll(() => provider.close());

  it.each([
    ['agents', '1.9.0'],
    ['agents-plugin-openai', '1.9.0'],
  ])('is that of %s %s', (name, version) => {
    expect(JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8'))).toMatchObject({ version });
  });

  it('a sink is given the words, both sides’ events are told, and the reply being played is known', async () => {
    const { initializeLogger } = await import('@livekit/agents');
    initializeLogger({ pretty: false, level: 'silent' });
    const types: string[] = [];
    const created: (string | undefined)[] = [];
    const ended: (string | undefined)[] = [];
    let handed = 0;
    const model = new OpenRealtimeModel(
      { baseURL: provider.url, apiKey: provider.key, turnDetection: null },
      {
        onSession: () => (handed += 1),
        onClientEvent: ({ type, event_id }) => {
          if (type === 'response.create') created.push(event_id);
        },
        onServerEvent: ({ type, response }) => {
          types.push(type);
          if (type === 'response.done') ended.push(response?.metadata?.client_event_id);
        },
      },
    );
    const session = new voice.AgentSession({ llm: model, vad: null, turnHandling: { turnDetection: 'manual' } });
    const words: string[] = [];
    const speaking: (string | undefined)[] = [];
    session.output.transcription = new TextSink((text) => {
      words.push(text);
      speaking.push(currentSpeech(session)?.id);
    });
    expect(currentSpeech(session)).toBeUndefined();
    await session.start({ agent: new voice.Agent({ instructions: 'Help.' }) });
    const reply = session.generateReply({ userInput: 'Hello' });
    await reply.waitForPlayout();
    expect(words.join('')).toContain('simulated assistant');
    expect(new Set(speaking)).toEqual(new Set([reply.id]));
    expect(handed).toBe(1);
    expect(created).toEqual([expect.any(String)]);
    expect(ended).toEqual(created);
    for (const type of ['session.updated', 'response.created', 'response.done']) expect(types).toContain(type);
    await session.close();
  });

  it('[V17] a session that is closed while nobody speaks ends its socket, as after a change of profile', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    });
    const arrived = once(server, 'connection');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const model = new OpenRealtimeModel(
      { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'k', turnDetection: null },
      { onSession: () => undefined, onClientEvent: () => undefined, onServerEvent: () => undefined },
    );
    const session = model.session();
    const [socket] = (await arrived) as [WebSocket];
    await once(socket, 'message');
    const ended = once(socket, 'close');
    await session.close();
    await ended;
  });
});

describe('an error nobody caught', () => {
  it.each([
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' }), 'unreachable'],
    [new Error('Unexpected server response: 401'), 'wrong-key'],
    [new Error('Unexpected server response: 403'), 'no-access'],
    [new Error('Unexpected server response: 404'), 'no-access'],
    [new Error('Unexpected server response: 429'), 'busy'],
    [new Error('Unexpected server response: 503'), 'failed'],
    [new Error('WebSocket connection timeout'), 'unreachable'],
    [Object.assign(new Error('no'), { body: { code: 'invalid_api_key' } }), 'wrong-key'],
    [Object.assign(new Error('no'), { body: { code: 'model_not_found' } }), 'no-access'],
    [new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]), 'unreachable'],
    [new TypeError('x is not a function'), null],
    [undefined, null],
  ])('%s means %s', (thrown, failure) => {
    expect(toProviderFailure(thrown)).toBe(failure);
  });

  it('an account without money is a quota', () => {
    expect(failureOfCode('insufficient_quota')).toBe('quota');
  });
});
