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

  it('[V3] says that OPENAI_BASE_URL is no address, and sends no key anywhere in its place', () => {
    const environment = { OPENAI_BASE_URL: 'localhost:8000/v1', OPENAI_API_KEY: 'env' };
    const storedKey = { value: 'stored', storage: 'keychain' as const };
    const stageKeys = new Map([['groq', 'of groq']]);
    const settings = Settings.parse({ pipeline: { completion: { secret: 'groq' } } });
    for (const change of [{ environment }, { environment, storedKey }, { environment, settings, stageKeys }]) {
      const { hello, problem } = decideProvider(inputs(change));
      expect(problem).toEqual({
        code: 'provider/bad-address',
        message:
          'OPENAI_BASE_URL cannot be used. "localhost:8000/v1" is not a whole address. Begin it with http://, as in ' +
          'http://localhost:8000/v1. Set it right and start Parley again, or name the address under Settings, Providers.',
      });
      expect(JSON.stringify(hello)).not.toMatch(/env|stored|of groq/);
    }
  });

  it('[V3] does without OPENAI_BASE_URL where the settings name the addresses that are asked', () => {
    const environment = { OPENAI_BASE_URL: 'mailto:x', OPENAI_API_KEY: 'env' };
    const own = { baseUrl: 'http://127.0.0.1:8000/v1', secret: 'mine' };
    const pipeline = { transcription: own, completion: own, speech: own };
    const named = Settings.parse({ provider: { baseUrl: 'http://127.0.0.1:1/v1' } });
    expect(chosen({ settings: named, environment })).toMatchObject({ key: 'env', problem: undefined });
    const stageKeys = new Map([['mine', 'k']]);
    const ofStages = (brain: string) => Settings.parse({ talk: { brain }, pipeline });
    expect(chosen({ settings: ofStages('pipeline'), stageKeys, environment }).problem).toBeUndefined();
    expect(chosen({ settings: ofStages('pipeline'), environment }).problem).toBe('provider/no-key');
    expect(chosen({ settings: ofStages('auto'), stageKeys, environment }).problem).toBe('provider/bad-address');
    const keyless = { OPENAI_BASE_URL: 'mailto:x' };
    expect(chosen({ settings: ofStages('auto'), stageKeys, environment: keyless }).problem).toBeUndefined();
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
