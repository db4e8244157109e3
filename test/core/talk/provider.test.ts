/**
 * Which provider and which key: the demo's, the stored one, the environment's, none.
 */
import { describe, expect, it } from 'vitest';
import { Settings } from '../../../src/contract/index.ts';
import { decideProvider, openAiBaseUrl } from '../../../src/core/talk/provider.ts';
import type { ProviderInputs } from '../../../src/core/talk/provider.ts';

const inputs = (change: Partial<ProviderInputs> = {}): ProviderInputs => ({
  settings: Settings.parse({}),
  storedKey: null,
  environment: {},
  demo: null,
  ...change,
});
const chosen = (change: Partial<ProviderInputs>) => {
  const { hello, source, problem, simulated } = decideProvider(inputs(change));
  return {
    baseUrl: hello.hello.provider.baseUrl,
    key: hello.hello.provider.apiKey,
    source,
    simulated,
    problem: problem?.code,
  };
};

describe('decideProvider', () => {
  it('says what to do when there is no key', () => {
    expect(chosen({})).toEqual({
      baseUrl: openAiBaseUrl,
      key: '',
      source: null,
      simulated: false,
      problem: 'provider/no-key',
    });
  });

  it('takes the stored key before the environment’s', () => {
    const storedKey = { value: 'stored', storage: 'keychain' as const };
    expect(chosen({ storedKey, environment: { OPENAI_API_KEY: 'env' } })).toMatchObject({
      key: 'stored',
      source: 'keychain',
    });
    expect(chosen({ environment: { OPENAI_API_KEY: 'env' } })).toMatchObject({ key: 'env', source: 'environment' });
  });

  it('takes the address of the settings before the environment’s, and OpenAI’s when neither is set', () => {
    const settings = Settings.parse({ provider: { baseUrl: 'http://127.0.0.1:1/v1' } });
    const environment = { OPENAI_BASE_URL: 'http://127.0.0.1:2/v1', OPENAI_API_KEY: 'k' };
    expect(chosen({ settings, environment }).baseUrl).toBe('http://127.0.0.1:1/v1');
    expect(chosen({ environment }).baseUrl).toBe('http://127.0.0.1:2/v1');
    expect(chosen({ environment: { OPENAI_BASE_URL: '', OPENAI_API_KEY: '' } })).toMatchObject({
      baseUrl: openAiBaseUrl,
      key: '',
    });
  });

  it('[V12] never sends a real key to the demo’s provider', () => {
    const demo = { baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'demo-key' };
    const storedKey = { value: 'stored', storage: 'keychain' as const };
    expect(chosen({ demo, storedKey })).toEqual({
      baseUrl: demo.baseUrl,
      key: 'demo-key',
      source: 'demo',
      simulated: true,
      problem: undefined,
    });
  });

  it('[V2] needs no key for Realtime where the second brain has its own services', () => {
    const local = { baseUrl: 'http://127.0.0.1:8000/v1' };
    const stages = { transcription: local, completion: local, speech: local };
    const settings = (brain: string, pipeline: unknown = stages) => Settings.parse({ talk: { brain }, pipeline });
    const brainOf = (change: Partial<ProviderInputs>) => {
      const { hello, problem } = decideProvider(inputs(change));
      return problem ? problem.code : hello.hello.provider.brain;
    };
    const storedKey = { value: 'stored', storage: 'keychain' as const };
    expect(brainOf({ settings: settings('auto') })).toBe('pipeline');
    expect(brainOf({ settings: settings('pipeline') })).toBe('pipeline');
    expect(brainOf({ settings: settings('auto'), storedKey })).toBe('auto');
    expect(brainOf({ settings: settings('realtime') })).toBe('provider/no-key');
    expect(brainOf({ settings: settings('auto', { ...stages, speech: {} }) })).toBe('provider/no-key');
    const named = { ...stages, speech: { ...local, secret: 'mine' } };
    expect(brainOf({ settings: settings('pipeline', named) })).toBe('provider/no-key');
    expect(brainOf({ settings: settings('pipeline', named), stageKeys: new Map([['mine', 'k']]) })).toBe('pipeline');
  });

  it('[V3] asks each stage where it says, else the provider, and shows an address of its own only the key named for it', () => {
    const settings = Settings.parse({
      pipeline: {
        transcription: { baseUrl: 'http://127.0.0.1:8000/v1', model: 'whisper' },
        completion: { baseUrl: 'https://api.groq.test/openai/v1', secret: 'groq' },
        speech: { voice: 'alloy' },
      },
    });
    const storedKey = { value: 'stored', storage: 'keychain' as const };
    const { hello } = decideProvider(inputs({ settings, storedKey, stageKeys: new Map([['groq', 'of groq']]) }));
    expect(hello.hello.provider).toMatchObject({
      brain: 'auto',
      pipeline: {
        transcription: { baseUrl: 'http://127.0.0.1:8000/v1', apiKey: '', model: 'whisper' },
        completion: { baseUrl: 'https://api.groq.test/openai/v1', apiKey: 'of groq' },
        speech: { baseUrl: openAiBaseUrl, apiKey: 'stored', voice: 'alloy' },
      },
    });
    const demo = { baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'demo-key' };
    const { pipeline } = decideProvider(inputs({ settings, storedKey, demo })).hello.hello.provider;
    for (const stage of Object.values(pipeline)) expect(stage).toMatchObject(demo);
  });
});
