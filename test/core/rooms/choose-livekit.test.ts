/**
 * [R6] Which LiveKit is chosen: the settings' one, the environment's, else the local server; and what of it cannot be used.
 */
import { describe, expect, it } from 'vitest';
import { Settings } from '../../../src/contract/index.ts';
import { chooseLiveKit } from '../../../src/core/rooms/choose-livekit.ts';

interface Change {
  url?: string;
  stored?: Record<string, string>;
  environment?: Record<string, string>;
  accepted?: boolean;
  mode?: Settings['livekit']['mode'];
}

const choice = (change: Change = {}) => ({
  accepted: async () => change.accepted ?? true,
  settings: () => Settings.parse({ livekit: { url: change.url ?? null, ...(change.mode && { mode: change.mode }) } }),
  secrets: { get: async (name: string) => change.stored?.[name] ?? null },
  environment: change.environment ?? {},
});
const environment = { LIVEKIT_URL: 'wss://env.test', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };
const stored = { 'livekit-key': 'sk', 'livekit-secret': 'ss' };

describe('chooseLiveKit', () => {
  it('[R6] is the local server when nothing is set, an empty variable included', async () => {
    await expect(chooseLiveKit(choice())).resolves.toBeNull();
    await expect(chooseLiveKit(choice({ environment: { ...environment, LIVEKIT_URL: '' } }))).resolves.toBeNull();
  });

  it('[V13] is the local server where the owner wants no other, whatever is set', async () => {
    await expect(
      chooseLiveKit(choice({ url: 'wss://set.test', stored, environment, mode: 'local' })),
    ).resolves.toBeNull();
  });

  it('[S18] asks whether the very address is meant that it then gives key and secret to', async () => {
    const named = ['wss://mine.test', 'wss://evil.test'];
    const asked = choice({ stored });
    const turning = {
      ...asked,
      settings: () => Settings.parse({ livekit: { url: named.shift() ?? 'wss://late.test' } }),
    };
    const accepted = async ({ livekit }: Settings): Promise<boolean> => livekit.url === 'wss://mine.test';
    await expect(chooseLiveKit({ ...turning, accepted })).resolves.toMatchObject({ url: 'wss://mine.test' });
    await expect(chooseLiveKit({ ...turning, accepted })).rejects.toMatchObject({ code: 'livekit/unapproved' });
  });

  it('[R6] is the settings’ one before the environment’s', async () => {
    await expect(chooseLiveKit(choice({ environment }))).resolves.toMatchObject({ url: 'wss://env.test', apiKey: 'k' });
    const both = choice({ url: 'wss://set.test', stored, environment });
    await expect(chooseLiveKit(both)).resolves.toEqual({
      url: 'wss://set.test',
      apiKey: 'sk',
      apiSecret: 'ss',
      pid: null,
    });
  });

  it('[S18] sends no talk to an address that only stands in the file', async () => {
    await expect(chooseLiveKit(choice({ url: 'wss://set.test', stored, accepted: false }))).rejects.toMatchObject({
      code: 'livekit/unapproved',
    });
  });

  it.each(['localhost:7880', 'mailto:x', 'ftp://env.test', 'wss://', 'wss://ann:word@env.test'])(
    '[R6] says that LIVEKIT_URL is no address: %s',
    async (LIVEKIT_URL) => {
      const asked = chooseLiveKit(choice({ environment: { ...environment, LIVEKIT_URL } }));
      await expect(asked).rejects.toMatchObject({
        code: 'livekit/bad-address',
        message: expect.stringMatching(/^LIVEKIT_URL cannot be used\. .*or unset it to use the local server/) as string,
      });
    },
  );

  it('says which key is missing', async () => {
    await expect(chooseLiveKit(choice({ url: 'wss://set.test' }))).rejects.toThrow(/livekit-key/);
    await expect(chooseLiveKit(choice({ environment: { LIVEKIT_URL: 'wss://env.test' } }))).rejects.toThrow(
      /LIVEKIT_API_KEY/,
    );
  });
});
