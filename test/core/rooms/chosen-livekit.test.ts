/**
 * [R6] Which LiveKit is used: the settings' one, the environment's, else the local server.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import { ChosenLiveKit, chooseLiveKit } from '../../../src/core/rooms/chosen-livekit.ts';
import { standInProblem } from '../../../src/core/rooms/livekit-state.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer } from '../../fakes/fake-livekit.ts';

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
  const chosen = new ChosenLiveKit({
    local,
    remote,
    choice: choice({ environment, mode: 'chosen' }),
    clock: new FakeClock(),
    isSomebodySpeaking: () => false,
  });
  await expect(chosen.start()).rejects.toMatchObject({ code: 'livekit/unreachable' });
  expect(local.starts).toBe(0);
  const answering = new ChosenLiveKit({
    local,
    remote: { check: async () => undefined },
    choice: choice({ environment }),
    clock: new FakeClock(),
    isSomebodySpeaking: () => false,
  });
  await expect(answering.start()).resolves.toMatchObject({ url: 'wss://env.test', pid: null });
});

describe('a chosen LiveKit in use', () => {
  const gone = new AppError('livekit/unreachable', 'No answer.');

  function inUse(mode: 'chosen' | 'auto' = 'chosen') {
    const talk = { spoken: false };
    const clock = new FakeClock();
    const local = new FakeLiveKitServer();
    const remote = { well: true, checks: 0, check: () => answer() };
    const answer = (): Promise<void> => {
      remote.checks += 1;
      return remote.well ? Promise.resolve() : Promise.reject(gone);
    };
    const server = new ChosenLiveKit({
      local,
      remote,
      choice: choice({ environment, mode }),
      clock,
      isSomebodySpeaking: () => talk.spoken,
    });
    const livekit = new LiveKit({ server, clock });
    server.onWell(() => livekit.restart());
    livekit.start();
    return { clock, local, remote, livekit, talk };
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
    await clock.advanceAsync(5_000);
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

  it('[V13] in auto, is stood in for by the local server, which is told, and used again when nobody speaks', async () => {
    const { clock, local, remote, livekit, talk } = inUse('auto');
    let moves = 0;
    livekit.onMoved(() => (moves += 1));
    await clock.advanceAsync(1);
    expect(standInProblem(livekit.state)).toBeNull();
    remote.well = false;
    await clock.advanceAsync(6_000);
    expect(livekit.state).toMatchObject({
      status: 'ready',
      access: { pid: 77, standsInFor: { url: 'wss://env.test' } },
    });
    expect(standInProblem(livekit.state)?.message).toContain('talks run on this computer');
    expect([moves, local.starts, remote.checks]).toEqual([1, 1, 3]);
    talk.spoken = true;
    remote.well = true;
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ access: { pid: 77 } });
    talk.spoken = false;
    await clock.advanceAsync(2_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { url: 'wss://env.test', pid: null } });
    expect(standInProblem(livekit.state)).toBeNull();
    expect(moves).toBe(2);
  });

  it('[V13] in auto, that was never there is stood in for at once', async () => {
    const { clock, remote, livekit } = inUse('auto');
    remote.well = false;
    await clock.advanceAsync(1);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { pid: 77 } });
  });

  it('[V13] in auto, that refuses the key is not stood in for, and the key is said', async () => {
    const { clock, local, remote, livekit } = inUse('auto');
    remote.check = () => Promise.reject(new AppError('livekit/refused', 'Wrong key.'));
    await clock.advanceAsync(1);
    expect(livekit.state).toMatchObject({ status: 'failed', cause: { code: 'livekit/refused' } });
    expect(local.starts).toBe(0);
  });

  it('[V13] in auto, without a local server either, is what is said', async () => {
    const { clock, local, remote, livekit } = inUse('auto');
    remote.well = false;
    local.failure = new AppError('livekit/not-found', 'livekit-server was not found.');
    await clock.advanceAsync(1);
    expect(livekit.state).toMatchObject({
      status: 'failed',
      cause: { code: 'livekit/unreachable', message: expect.stringMatching(/No answer.*not found/) as string },
    });
  });

  it('[V13] starts no local server in its place once the app has ended', async () => {
    const { clock, local, remote, livekit } = inUse('auto');
    let answer: (error: Error) => void = () => {};
    remote.check = () => new Promise((_resolve, reject) => (answer = reject));
    await clock.advanceAsync(1);
    const stopped = livekit.stop();
    answer(gone);
    await stopped;
    await clock.advanceAsync(60_000);
    expect(local.starts).toBe(0);
  });
});
