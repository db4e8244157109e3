/**
 * [R6] Which LiveKit is used: the settings' one, the environment's, else the local server.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import { ChosenLiveKit, chooseLiveKit } from '../../../src/core/rooms/chosen-livekit.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer } from '../../fakes/fake-livekit.ts';

interface Change {
  url?: string;
  stored?: Record<string, string>;
  environment?: Record<string, string>;
  accepted?: boolean;
}

const choice = (change: Change = {}) => ({
  accepted: async () => change.accepted ?? true,
  settings: () => Settings.parse({ livekit: { url: change.url ?? null } }),
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

  it('says which key is missing', async () => {
    await expect(chooseLiveKit(choice({ url: 'wss://set.test' }))).rejects.toThrow(/livekit-key/);
    await expect(chooseLiveKit(choice({ environment: { LIVEKIT_URL: 'wss://env.test' } }))).rejects.toThrow(
      /LIVEKIT_API_KEY/,
    );
  });
});

it('[R6] a chosen LiveKit that does not answer is said, and the local one is not started in its place', async () => {
  const local = new FakeLiveKitServer();
  const remote = { check: () => Promise.reject(new AppError('livekit/unreachable', 'No answer.')) };
  const chosen = new ChosenLiveKit({ local, remote, choice: choice({ environment }), clock: new FakeClock() });
  await expect(chosen.start()).rejects.toMatchObject({ code: 'livekit/unreachable' });
  expect(local.starts).toBe(0);
  const answering = new ChosenLiveKit({
    local,
    remote: { check: async () => undefined },
    choice: choice({ environment }),
    clock: new FakeClock(),
  });
  await expect(answering.start()).resolves.toMatchObject({ url: 'wss://env.test', pid: null });
});

describe('a chosen LiveKit in use', () => {
  const gone = new AppError('livekit/unreachable', 'No answer.');

  function inUse() {
    const clock = new FakeClock();
    const local = new FakeLiveKitServer();
    const remote = { well: true, checks: 0, check: () => answer() };
    const answer = (): Promise<void> => {
      remote.checks += 1;
      return remote.well ? Promise.resolve() : Promise.reject(gone);
    };
    const server = new ChosenLiveKit({ local, remote, choice: choice({ environment }), clock });
    const livekit = new LiveKit({ server, clock });
    livekit.start();
    return { clock, local, remote, livekit };
  }

  it('[R6] that stops answering is said within half a minute, tried again, and used again when it is well', async () => {
    const { clock, local, remote, livekit } = inUse();
    await clock.advanceAsync(60_000);
    expect(livekit.state.status).toBe('ready');
    remote.well = false;
    await clock.advanceAsync(31_000);
    expect(livekit.state).toMatchObject({ status: 'failed', cause: { code: 'livekit/unreachable' } });
    remote.well = true;
    await clock.advanceAsync(30_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { url: 'wss://env.test' } });
    expect(local.starts).toBe(0);
  });

  it('[R6] may miss one answer', async () => {
    const { clock, remote, livekit } = inUse();
    await clock.advanceAsync(0);
    remote.well = false;
    await clock.advanceAsync(15_000);
    expect(remote.checks).toBe(2);
    remote.well = true;
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ status: 'ready', generation: 1 });
  });

  it('[R6] is asked no more once the app ends', async () => {
    const { clock, remote, livekit } = inUse();
    await clock.advanceAsync(0);
    await livekit.stop();
    await clock.advanceAsync(60_000);
    expect(remote.checks).toBe(1);
  });
});
