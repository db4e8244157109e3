/**
 * Trying a provider: what is asked, where a key may go, and how a try ends.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import type { ProviderDraft, ProviderStage } from '../../../src/contract/index.ts';
import type { ProbeTarget, ProviderProbe } from '../../../src/core/ports.ts';
import { Destinations } from '../../../src/core/secrets/destinations.ts';
import { testProvider } from '../../../src/core/talk/provider-test.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeGrantStore, FakeSecretStore } from '../../fakes/fake-stores.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';

class FakeProbe implements ProviderProbe {
  readonly asked: { stage: ProviderStage; target: ProbeTarget }[] = [];
  answer: () => Promise<string> = () => Promise.resolve('It answered.');

  run(stage: ProviderStage, target: ProbeTarget): Promise<string> {
    this.asked.push({ stage, target });
    return this.answer();
  }
}

function aTry(
  settings: unknown = {},
  secrets: Readonly<Record<string, string>> = { openai: 'sk-openai' },
  environment: Readonly<Record<string, string>> = {},
) {
  const probe = new FakeProbe();
  const clock = new FakeClock();
  const destinations = new Destinations({ grants: new FakeGrantStore(), hasher: new FakeHasher() });
  const options = {
    probe,
    clock,
    destinations,
    secrets: new FakeSecretStore(secrets),
    environment,
    settings: () => Settings.parse(settings),
  };
  const { signal } = new AbortController();
  const run = (stage: ProviderStage, draft: ProviderDraft = {}) => testProvider(options, stage, draft, signal);
  return { probe, clock, destinations, options, run };
}

describe('testProvider', () => {
  it('[V3] asks the stage with what is set and drafted, under the key that the secret’s name stands for', async () => {
    const { probe, run } = aTry({}, { openai: 'sk-openai', groq: 'gsk' });
    await expect(run('speech', { voice: 'cedar' })).resolves.toMatchObject({
      ok: true,
      detail: 'It answered.',
      cause: null,
    });
    await run('completion', { baseUrl: 'https://api.groq.test/openai/v1', model: 'fast', secret: 'groq' });
    await run('transcription', { baseUrl: 'http://127.0.0.1:8000/v1' });
    expect(probe.asked).toMatchObject([
      { stage: 'speech', target: { baseUrl: 'https://api.openai.com/v1', apiKey: 'sk-openai', voice: 'cedar' } },
      { stage: 'completion', target: { baseUrl: 'https://api.groq.test/openai/v1', apiKey: 'gsk', model: 'fast' } },
      { stage: 'transcription', target: { baseUrl: 'http://127.0.0.1:8000/v1', apiKey: '' } },
    ]);
  });

  it('[S18] sends nothing to an address that only stands in the file, though the form repeats it', async () => {
    const file = { provider: { baseUrl: 'https://evil.test/v1' } };
    const { probe, run, destinations, options } = aTry(file);
    for (const draft of [{}, { baseUrl: 'https://evil.test/v1' }, { baseUrl: 'https://evil.test/v2' }]) {
      await expect(run('realtime', draft)).resolves.toMatchObject({
        ok: false,
        cause: { code: 'provider/unapproved' },
      });
    }
    await expect(run('completion')).resolves.toMatchObject({ cause: { code: 'provider/unapproved' } });
    expect(probe.asked).toEqual([]);
    await destinations.accept('provider', options.settings());
    await expect(run('realtime')).resolves.toMatchObject({ ok: true });
  });

  it('takes an address that the owner types here for the owner’s word', async () => {
    const { probe, run } = aTry({ provider: { baseUrl: 'https://evil.test/v1' } });
    await expect(run('realtime', { baseUrl: 'https://models.test/v1' })).resolves.toMatchObject({ ok: true });
    expect(probe.asked[0]?.target.baseUrl).toBe('https://models.test/v1');
  });

  it.each(['api.openai.com/v1', 'ftp://models.test', 'https://user:word@models.test/v1', 'a b', ''])(
    'says that "%s" is no address',
    async (baseUrl) => {
      const { probe, run } = aTry();
      await expect(run('realtime', { baseUrl })).resolves.toMatchObject({
        ok: false,
        cause: { code: 'provider/bad-address' },
      });
      expect(probe.asked).toEqual([]);
    },
  );

  it('[V3] says that OPENAI_BASE_URL is no address, and asks nobody in its place', async () => {
    const { probe, run } = aTry({}, undefined, { OPENAI_BASE_URL: 'localhost:8000/v1' });
    const message = expect.stringContaining('OPENAI_BASE_URL cannot be used.') as string;
    for (const stage of ['realtime', 'completion'] as const)
      await expect(run(stage)).resolves.toMatchObject({ ok: false, cause: { code: 'provider/bad-address', message } });
    expect(probe.asked).toEqual([]);
  });

  it('says which key is missing, and asks a service of one’s own without any', async () => {
    const { run } = aTry({}, {});
    await expect(run('realtime')).resolves.toMatchObject({ cause: { code: 'provider/no-key' } });
    await expect(run('speech', { baseUrl: 'https://x.test/v1', secret: 'mine' })).resolves.toMatchObject({
      cause: { code: 'provider/no-key', message: expect.stringContaining('"mine"') as string },
    });
    await expect(run('speech', { baseUrl: 'http://127.0.0.1:8000/v1' })).resolves.toMatchObject({ ok: true });
  });

  it('hands the provider’s refusal on in its words, with the time it took', async () => {
    const { probe, run } = aTry();
    probe.answer = () =>
      Promise.reject(new AppError('provider/wrong-key', 'api.openai.com does not accept the API key.'));
    await expect(run('realtime')).resolves.toEqual({
      ok: false,
      tookMs: 0,
      detail: 'api.openai.com does not accept the API key.',
      cause: { code: 'provider/wrong-key', message: 'api.openai.com does not accept the API key.' },
    });
  });

  it('ends a try that hangs', async () => {
    const { probe, clock, run } = aTry();
    probe.answer = () => new Promise(() => undefined);
    const ended = run('completion');
    await clock.advanceAsync(10_000);
    await expect(ended).resolves.toMatchObject({ ok: false, tookMs: 10_000, cause: { code: 'provider/silent' } });
  });
});
