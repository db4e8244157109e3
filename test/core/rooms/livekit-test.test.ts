/**
 * Trying a LiveKit: which address is asked with which key, and what is said.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { testLiveKit } from '../../../src/core/rooms/livekit-test.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

interface Change {
  readonly stored?: string;
  readonly mode?: Settings['livekit']['mode'];
  readonly accepted?: boolean;
  readonly keys?: boolean;
  readonly environment?: Record<string, string>;
  readonly failure?: AppError;
}

function aTry({ stored, mode, accepted = true, keys = true, environment = {}, failure }: Change = {}) {
  const asked: LiveKitAccess[] = [];
  const check = async (access: LiveKitAccess): Promise<void> => {
    asked.push(access);
    if (failure) throw failure;
  };
  const options = {
    remote: { check },
    destinations: { accepts: async () => accepted },
    secrets: { get: async (name: string) => (keys ? `the ${name}` : null) },
    environment,
    clock: new FakeClock(),
    settings: () => Settings.parse({ livekit: { url: stored ?? null, ...(mode && { mode }) } }),
  };
  return { asked, run: (url?: string | null) => testLiveKit(options, url) };
}

const fromEnvironment = { LIVEKIT_URL: 'wss://env.test', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };

describe('trying a LiveKit', () => {
  it('[R6] asks the stored one with the stored key, also where talks stay on this computer', async () => {
    const { asked, run } = aTry({ stored: 'wss://mine.test', mode: 'local' });
    expect(await run()).toMatchObject({
      ok: true,
      detail: 'The LiveKit at wss://mine.test answers, and takes the key and its secret.',
    });
    expect(asked).toMatchObject([
      { url: 'wss://mine.test', apiKey: 'the livekit-key', apiSecret: 'the livekit-secret' },
    ]);
  });

  it('[R6] asks what stands in the form before what is stored, and the environment’s where the form is empty', async () => {
    const { asked, run } = aTry({ stored: 'wss://mine.test', environment: fromEnvironment });
    await run('wss://typed.test');
    await run(null);
    expect(asked.map(({ url }) => url)).toEqual(['wss://typed.test', 'wss://env.test']);
  });

  it('[S18] sends nothing to an address that only stands in the file, also when it is named again here', async () => {
    const { asked, run } = aTry({ stored: 'wss://file.test', accepted: false });
    for (const given of [undefined, 'wss://file.test', 'wss://file.test/other'])
      expect(await run(given)).toMatchObject({ ok: false, cause: { code: 'livekit/unapproved' } });
    expect(asked).toEqual([]);
    expect(await run('wss://typed.test')).toMatchObject({ ok: true });
  });

  it.each(['my project', 'wss://', 'ftp://mine.test', 'wss://user:pass@mine.test'])(
    '[R6] says that "%s" is no address, and asks nobody',
    async (given) => {
      const { asked, run } = aTry();
      expect(await run(given)).toMatchObject({ ok: false, cause: { code: 'livekit/bad-address' } });
      expect(asked).toEqual([]);
    },
  );

  it('[R6] says that no address is set, which key is missing, and what the LiveKit says', async () => {
    expect(await aTry().run()).toMatchObject({ ok: false, cause: { code: 'livekit/bad-address' } });
    expect((await aTry({ keys: false }).run('wss://typed.test')).detail).toMatch(/needs its key and secret/);
    const failure = new AppError('livekit/refused', 'Wrong key.');
    expect(await aTry({ failure }).run('wss://typed.test')).toMatchObject({ ok: false, detail: 'Wrong key.' });
  });
});
