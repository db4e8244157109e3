/**
 * A key goes only where its owner said over the bridge, whatever stands in the file.
 */
import { describe, expect, it } from 'vitest';
import { Settings } from '../../../src/contract/index.ts';
import { destinationNamedBy, Destinations } from '../../../src/core/secrets/destinations.ts';
import { chooseProvider } from '../../../src/core/talk/provider.ts';
import { FakeGrantStore } from '../../fakes/fake-stores.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';

const aDestinations = (): Destinations => new Destinations({ grants: new FakeGrantStore(), hasher: new FakeHasher() });
const withBaseUrl = (baseUrl: string | null): Settings => Settings.parse({ provider: { baseUrl } });

describe('Destinations', () => {
  it('needs no word for the defaults', async () => {
    await expect(aDestinations().accepts('provider', withBaseUrl(null))).resolves.toBe(true);
    await expect(aDestinations().accepts('livekit', Settings.parse({}))).resolves.toBe(true);
  });

  it('[S18] refuses an address until its owner named it, and another one after that', async () => {
    const destinations = aDestinations();
    const meant = withBaseUrl('https://models.test/v1');
    await expect(destinations.accepts('provider', meant)).resolves.toBe(false);
    await destinations.accept('provider', meant);
    await expect(destinations.accepts('provider', meant)).resolves.toBe(true);
    await expect(destinations.accepts('provider', withBaseUrl('https://models.test/v2'))).resolves.toBe(true);
    for (const other of ['http://models.test/v1', 'https://models.test.evil/v1', 'https://models.test:8443/v1']) {
      await expect(destinations.accepts('provider', withBaseUrl(other)), other).resolves.toBe(false);
    }
  });

  it('takes only the setting of the address itself for its owner’s word', () => {
    expect(
      ['provider.baseUrl', 'provider', 'livekit.url', 'provider.model', 'talk.mode', 'toString'].map(
        destinationNamedBy,
      ),
    ).toEqual(['provider', 'provider', 'livekit', null, null, null]);
  });

  it('[S18] releases no key for an address that only stands in the file, and says so', async () => {
    const destinations = aDestinations();
    const settings = withBaseUrl('https://evil.test/v1');
    const asked: string[] = [];
    const choose = () =>
      chooseProvider({
        settings,
        secrets: { get: async (name) => (asked.push(name), 'the-key'), list: async () => [] },
        environment: { OPENAI_API_KEY: 'env-key' },
        demo: async () => null,
        accepted: (kind, present) => destinations.accepts(kind, present),
      });
    const refused = await choose();
    expect(refused.hello.hello.provider.apiKey).toBe('');
    expect(refused.problem).toMatchObject({ code: 'provider/unapproved' });
    expect(asked).toEqual([]);
    await destinations.accept('provider', settings);
    expect((await choose()).hello.hello.provider.apiKey).toBe('the-key');
  });

  it('[S18] asks the same of each stage of the second brain, and naming one says nothing about another', async () => {
    const destinations = aDestinations();
    const settings = Settings.parse({
      provider: { baseUrl: 'https://evil.test/v1' },
      pipeline: { speech: { baseUrl: 'https://voice.test/v1', secret: 'openai' } },
    });
    const choose = (present: Settings) =>
      chooseProvider({
        settings: present,
        secrets: { get: async () => 'the-key', list: async () => [] },
        environment: {},
        demo: async () => null,
        accepted: (kind, asked) => destinations.accepts(kind, asked),
      });
    expect(destinationNamedBy('pipeline.speech.baseUrl')).toBe('speech');
    await destinations.accept('speech', settings);
    expect((await choose(settings)).problem?.message).toContain('provider.baseUrl https://evil.test/v1');
    const other = Settings.parse({ pipeline: { speech: { baseUrl: 'https://evil.test/v1', secret: 'openai' } } });
    const refused = await choose(other);
    expect(refused.problem).toMatchObject({ code: 'provider/unapproved' });
    expect(JSON.stringify(refused.hello)).not.toContain('the-key');
    const meant = Settings.parse({ pipeline: settings.pipeline });
    expect((await choose(meant)).hello.hello.provider.pipeline.speech.apiKey).toBe('the-key');
  });
});
