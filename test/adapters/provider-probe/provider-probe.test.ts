/**
 * Trying a provider over the real protocol: the simulated service, and servers that are none.
 */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realtimeUrl } from '../../../src/adapters/provider-probe/open-realtime.ts';
import { providerProbe } from '../../../src/adapters/provider-probe/provider-probe.ts';
import type { ProviderStage } from '../../../src/contract/index.ts';
import type { ProbeTarget } from '../../../src/core/ports.ts';
import { createProvider } from '../../../src/demo/create-provider.ts';
import type { Provider } from '../../../src/demo/create-provider.ts';

const stages: readonly ProviderStage[] = ['realtime', 'transcription', 'completion', 'speech'];
const models: Readonly<Record<ProviderStage, string>> = {
  realtime: 'gpt-realtime',
  transcription: 'gpt-4o-mini-transcribe',
  completion: 'gpt-4.1-mini',
  speech: 'gpt-4o-mini-tts',
};

describe('providerProbe', () => {
  let provider: Provider;
  const servers: Server[] = [];
  beforeAll(async () => {
    provider = await createProvider({ paceFactor: Infinity, learnLater: true });
  });
  afterAll(() => provider.close());
  afterEach(async () => {
    provider.setFaults({});
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  const run = (stage: ProviderStage, change: Partial<ProbeTarget> = {}) => {
    const target = { baseUrl: provider.url, apiKey: provider.key, model: models[stage], voice: 'marin', format: 'pcm' };
    return providerProbe.run(stage, { ...target, ...change } as ProbeTarget, AbortSignal.timeout(8000));
  };
  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  it.each(stages)('[V3] makes a real call to the stage %s', async (stage) => {
    await expect(run(stage)).resolves.toContain(models[stage]);
  });

  it('takes a spoken WAV where WAV is asked for', async () => {
    await expect(run('speech', { format: 'wav' })).resolves.toContain('spoke');
  });

  it.each(stages)('says that the key of %s is wrong, without it', async (stage) => {
    const failed = run(stage, { apiKey: 'sk-canary' });
    await expect(failed).rejects.toMatchObject({ code: 'provider/wrong-key' });
    await expect(failed).rejects.not.toThrow(/canary/);
    await expect(run(stage, { apiKey: '' })).rejects.toMatchObject({ code: 'provider/no-key' });
  });

  it.each(['transcription', 'completion', 'speech'] as const)(
    'says that the model of %s is not there',
    async (stage) => {
      await expect(run(stage, { model: 'no-such' })).rejects.toMatchObject({
        code: 'provider/unknown-model',
        message: expect.stringContaining('no-such') as string,
      });
    },
  );

  it('says that nobody answers, and that a name is not found', async () => {
    const baseUrl = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    for (const stage of stages) {
      await expect(run(stage, { baseUrl })).rejects.toMatchObject({
        code: 'provider/unreachable',
        message: expect.stringContaining('Nobody answers') as string,
      });
    }
    await expect(run('realtime', { baseUrl: 'https://models.invalid/v1' })).rejects.toMatchObject({
      code: 'provider/unreachable',
    });
  });

  it('says that there is no Realtime at an address that has only text', async () => {
    const baseUrl = await serve((_request, response) => response.writeHead(404).end());
    await expect(run('realtime', { baseUrl })).rejects.toMatchObject({ code: 'provider/no-realtime' });
    const page = await serve((_request, response) => response.end('<html>'));
    await expect(run('realtime', { baseUrl: page })).rejects.toMatchObject({ code: 'provider/no-realtime' });
  });

  it('says that a right key may not use the model, and does not call it wrong', async () => {
    const baseUrl = await serve((_request, response) => response.writeHead(403).end());
    for (const stage of ['transcription', 'completion', 'speech'] as const) {
      await expect(run(stage, { baseUrl, model: 'too-good' })).rejects.toMatchObject({
        code: 'provider/unknown-model',
        message: expect.stringMatching(/does not accept this key, or not for "too-good"/) as string,
      });
    }
    await expect(run('realtime', { baseUrl })).rejects.toMatchObject({ code: 'provider/no-realtime' });
    // Some services refuse so also whoever shows no key at all.
    await expect(run('speech', { baseUrl, apiKey: '' })).rejects.toMatchObject({ code: 'provider/no-key' });
  });

  it('does not call a right key wrong that is restricted to other things', async () => {
    const message = 'You have insufficient permissions for this operation. Missing scopes: model.request.';
    const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } });
    const baseUrl = await serve((_request, response) => response.writeHead(401).end(body));
    for (const stage of ['transcription', 'completion', 'speech'] as const) {
      await expect(run(stage, { baseUrl })).rejects.toMatchObject({ code: 'provider/unknown-model' });
    }
  });

  it('opens nothing for a try that was stopped before it began', async () => {
    let asked = 0;
    const baseUrl = await serve((_request, response) => {
      asked += 1;
      response.writeHead(404).end();
    });
    const target = { baseUrl, apiKey: 'k', model: 'm', voice: 'v', format: 'pcm' } as const;
    const stopped = AbortSignal.abort(new Error('stopped'));
    for (const stage of stages) await expect(providerProbe.run(stage, target, stopped)).rejects.toThrow('stopped');
    expect(asked).toBe(0);
  });

  it('tells a wrong path from a wrong model', async () => {
    const nothing = await serve((_request, response) => response.writeHead(404).end('{}'));
    await expect(run('completion', { baseUrl: nothing })).rejects.toMatchObject({ code: 'provider/bad-address' });
    const ollama = await serve((request, response) => {
      if (request.url === '/v1/models') response.end('{"object":"list","data":[{"id":"qwen3:4b"}]}');
      else response.writeHead(404).end('{"error":{"message":"model not found","type":"not_found_error"}}');
    });
    await expect(run('completion', { baseUrl: ollama })).rejects.toMatchObject({ code: 'provider/unknown-model' });
  });

  it.each([
    ['transcription', 200],
    ['completion', 200],
    ['completion', 500],
    ['completion', 404],
  ] as const)('[V3] ends an answer of the stage %s (HTTP %i) that has no end', async (stage, status) => {
    const ended = Promise.withResolvers<void>();
    const baseUrl = await serve((request, response) => {
      request.resume();
      response.writeHead(status).write('{"text":"');
      const more = 'x'.repeat(100_000);
      const pour = (): void => void response.write(more, (error) => (error ? ended.resolve() : setImmediate(pour)));
      pour();
      response.on('close', () => ended.resolve());
    });
    await expect(run(stage, { baseUrl })).rejects.toMatchObject({
      code: expect.stringMatching(/^provider\//) as string,
    });
    await ended.promise;
  });

  it('[V3] hears the beginning of a voice that never ends', async () => {
    const baseUrl = await serve((request, response) => {
      request.resume();
      response.write(Buffer.alloc(99));
      const more = setInterval(() => response.write('x'), 1);
      response.on('close', () => clearInterval(more));
    });
    await expect(run('speech', { baseUrl })).resolves.toContain('spoke');
  });

  it('[S18] follows no redirect: the key goes nowhere else', async () => {
    const keys: unknown[] = [];
    const other = await serve((request, response) => {
      keys.push(request.headers.authorization);
      response.end('{}');
    });
    const baseUrl = await serve((_request, response) =>
      response.writeHead(307, { location: `${other}/chat/completions` }).end(),
    );
    await expect(run('completion', { baseUrl })).rejects.toMatchObject({ code: 'provider/bad-address' });
    await expect(run('realtime', { baseUrl })).rejects.toMatchObject({ code: 'provider/bad-address' });
    expect(keys).toEqual([]);
  });

  it('repeats the service’s own words, but not the key in them', async () => {
    const baseUrl = await serve((_request, response) =>
      response
        .writeHead(400)
        .end('{"error":{"message":"The voice\\n\\"x\\" of sk-canary is unknown","param":"voice"}}'),
    );
    const failed = run('speech', { baseUrl, apiKey: 'sk-canary' });
    await expect(failed).rejects.toMatchObject({
      code: 'provider/failed',
      message: expect.stringMatching(/The voice "x" of \[key\] is unknown/) as string,
    });
  });

  it('says what limits and empty accounts are', async () => {
    const quota = { code: 'insufficient_quota', type: 'insufficient_quota' };
    provider.setFaults({ completion: { httpStatus: 429, error: quota }, speech: { httpStatus: 503 } });
    await expect(run('completion')).rejects.toThrow(/plan and billing/);
    await expect(run('speech')).rejects.toThrow(/HTTP 503/);
  });

  it('sends Azure’s own hosts their path', () => {
    const model = 'my-realtime';
    const url = 'wss://r.openai.azure.com/openai/v1/realtime?model=my-realtime';
    expect(realtimeUrl({ baseUrl: 'https://r.openai.azure.com/openai/v1', model })).toBe(url);
    expect(realtimeUrl({ baseUrl: 'https://r.openai.azure.com/openai/', model })).toBe(url);
    expect(realtimeUrl({ baseUrl: 'http://127.0.0.1:1/v1/', model })).toBe(
      'ws://127.0.0.1:1/v1/realtime?model=my-realtime',
    );
  });
});
