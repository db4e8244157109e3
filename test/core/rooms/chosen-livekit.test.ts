/**
 * [R6] Which LiveKit is used: the settings' one, the environment's, else the local server.
 */
import { describe, expect, it } from 'vitest';
import { AppError, Settings } from '../../../src/contract/index.ts';
import { ChosenLiveKit } from '../../../src/core/rooms/chosen-livekit.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { standInProblem } from '../../../src/core/rooms/livekit-state.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer } from '../../fakes/fake-livekit.ts';

interface Change {
  environment?: Record<string, string>;
  mode?: Settings['livekit']['mode'];
}

const choice = (change: Change = {}) => ({
  accepted: async () => true,
  settings: () => Settings.parse({ livekit: { ...(change.mode && { mode: change.mode }) } }),
  secrets: { get: async () => null },
  environment: change.environment ?? {},
});
const environment = { LIVEKIT_URL: 'wss://env.test', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' };

it('[R6] a chosen LiveKit that does not answer is said, and the local one is not started in its place', async () => {
  const local = new FakeLiveKitServer();
  const remote = { check: () => Promise.reject(new AppError('livekit/unreachable', 'No answer.')) };
  const chosen = new ChosenLiveKit({
    local,
    remote,
    choice: choice({ environment, mode: 'chosen' }),
    clock: new FakeClock(),
    isSomebodySpeaking: () => false,
    onProblemChanged: () => undefined,
  });
  await expect(chosen.start()).rejects.toMatchObject({ code: 'livekit/unreachable' });
  expect(local.starts).toBe(0);
  const answering = new ChosenLiveKit({
    local,
    remote: { check: async () => undefined },
    choice: choice({ environment }),
    clock: new FakeClock(),
    isSomebodySpeaking: () => false,
    onProblemChanged: () => undefined,
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
      onProblemChanged: () => undefined,
    });
    const livekit = new LiveKit({ server, clock });
    server.onStartWanted(() => livekit.restart());
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
    await clock.advanceAsync(2_000);
    expect(remote.checks).toBe(2);
    remote.well = true;
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ status: 'ready', generation: 1 });
  });

  it('[V13] that takes a question and answers nothing is left within 5 s', async () => {
    const { clock, remote, livekit } = inUse('auto');
    await clock.advanceAsync(60_000);
    remote.check = () => new Promise(() => undefined);
    await clock.advanceAsync(5_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { pid: 77 } });
    expect(standInProblem(livekit.state)?.message).toContain('does not answer');
  });

  it('[V13] that answers late, or the second question only, is kept', async () => {
    const { clock, remote, livekit } = inUse('auto');
    await clock.advanceAsync(1);
    let asked = 0;
    remote.check = () =>
      new Promise((resolve) => {
        asked += 1;
        if (asked % 2 === 0) clock.after(1_500, resolve);
      });
    await clock.advanceAsync(60_000);
    expect(asked).toBeGreaterThan(10);
    expect(livekit.state).toMatchObject({ generation: 1, access: { url: 'wss://env.test' } });
  });

  it('[V13] is kept where this computer itself stood still', async () => {
    const { clock, remote, livekit } = inUse('auto');
    await clock.advanceAsync(2_000);
    let answer: () => void = () => {};
    remote.check = () => new Promise((resolve) => (answer = resolve));
    await clock.advanceAsync(2_100);
    // As long as three checks: one timer falls due, and then the answer is there.
    clock.stall(9_000);
    answer();
    await clock.advanceAsync(1_000);
    expect(livekit.state).toMatchObject({ generation: 1, access: { url: 'wss://env.test' } });
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

describe('a choice that changes while the app runs', () => {
  const first = { url: 'wss://first.test', key: 'k1' };
  const second = { url: 'wss://second.test', key: 'k2' };
  const gone = new AppError('livekit/unreachable', 'No answer.');
  const refused = new AppError('livekit/refused', 'Wrong key.');

  interface Chosen {
    url: string | null;
    key: string | null;
    mode: Settings['livekit']['mode'];
  }

  async function inUse(before: Partial<Chosen>) {
    const chosen: Chosen = { url: null, key: null, mode: 'auto', ...before };
    const talk = { spoken: false };
    const clock = new FakeClock();
    const local = new FakeLiveKitServer();
    const remote = {
      asked: [] as string[],
      answer: (_url: string): AppError | null => null,
      async check({ url, apiKey }: LiveKitAccess): Promise<void> {
        remote.asked.push(`${url} ${apiKey}`);
        const failure = remote.answer(url);
        if (failure) throw failure;
      },
    };
    const server = new ChosenLiveKit({
      local,
      remote,
      choice: {
        accepted: async () => true,
        settings: () => Settings.parse({ livekit: { url: chosen.url, mode: chosen.mode } }),
        secrets: { get: async () => chosen.key },
        environment: {},
      },
      clock,
      isSomebodySpeaking: () => talk.spoken,
      onProblemChanged: () => undefined,
    });
    const livekit = new LiveKit({ server, clock });
    server.onStartWanted(() => livekit.restart());
    const moves: string[] = [];
    livekit.onMoved(() => void livekit.access().then(({ url }) => moves.push(url)));
    livekit.start();
    await clock.advanceAsync(1);
    const change = (to: Partial<Chosen>): void => {
      Object.assign(chosen, to);
      server.choiceChanged();
    };
    return { clock, local, remote, server, livekit, talk, moves, change };
  }

  it('[R6] [V13] counts at once where nobody speaks: to another one, to the next, and back to this computer', async () => {
    const { clock, livekit, moves, change } = await inUse({});
    expect(livekit.state).toMatchObject({ access: { pid: 77 } });
    change(first);
    await clock.advanceAsync(300);
    change(second);
    await clock.advanceAsync(300);
    change({ mode: 'local' });
    await clock.advanceAsync(300);
    expect(moves).toEqual([first.url, second.url, 'ws://127.0.0.1:7880']);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { pid: 77 } });
  });

  it('[R6] [V13] waits for who speaks', async () => {
    const { clock, livekit, talk, moves, change } = await inUse({});
    talk.spoken = true;
    change(first);
    await clock.advanceAsync(30_000);
    expect(livekit.state).toMatchObject({ generation: 1, access: { pid: 77 } });
    talk.spoken = false;
    await clock.advanceAsync(1_000);
    expect(moves).toEqual([first.url]);
  });

  it('[R6] loses nothing by a wrong one: the one before stays, it is said why, and the right one counts at once', async () => {
    const { clock, local, remote, server, livekit, moves, change } = await inUse(first);
    remote.answer = (url) => (url === second.url ? refused : null);
    change({ ...second, key: null });
    await clock.advanceAsync(300);
    expect(server.problem()).toMatchObject({
      code: 'livekit/refused',
      message: expect.stringMatching(/second.test needs its key.*talks stay at wss:\/\/first.test/) as string,
    });
    change(second);
    await clock.advanceAsync(60_000);
    expect(server.problem()).toMatchObject({ message: expect.stringContaining('Wrong key.') as string });
    expect(livekit.state).toMatchObject({ status: 'ready', generation: 1, access: { url: first.url } });
    expect(remote.asked.filter((what) => what === 'wss://second.test k2').length).toBeLessThan(6);
    remote.answer = () => null;
    change({ key: 'k3' });
    await clock.advanceAsync(300);
    expect(server.problem()).toBeNull();
    expect([moves, local.starts]).toEqual([[second.url], 0]);
  });

  it('[R6] takes a changed key for the same address without moving anybody', async () => {
    const { clock, livekit, moves, change } = await inUse(first);
    change({ key: 'k9' });
    await clock.advanceAsync(300);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { url: first.url, apiKey: 'k9' } });
    expect(moves).toEqual([]);
  });

  it('[R6] that is changed back before it counted changes nothing', async () => {
    const { clock, livekit, change } = await inUse(first);
    change(second);
    change(first);
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ generation: 1, access: { url: first.url } });
  });

  it('[R6] uses the one before on where LiveKit has to start again and what is chosen now is wrong', async () => {
    const { clock, local, remote, server, livekit, change } = await inUse({});
    remote.answer = () => refused;
    change(first);
    await clock.advanceAsync(300);
    local.exit({ code: 'livekit/unreachable', message: 'It ended.' });
    await clock.advanceAsync(1_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { pid: 77 } });
    expect(server.problem()).toMatchObject({
      message: expect.stringContaining('talks stay on this computer') as string,
    });
  });

  it('[V13] is tried at once where the one before does not work, and by itself when it is well', async () => {
    const { clock, remote, server, livekit, change } = await inUse({ ...first, mode: 'chosen' });
    remote.answer = () => gone;
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ status: 'failed' });
    expect(server.problem()).toBeNull();
    remote.answer = (url) => (url === first.url ? gone : null);
    change(second);
    await clock.advanceAsync(300);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { url: second.url } });
  });

  it('[V13] to this computer ends a standing in: nobody is moved back, and nothing is said any more', async () => {
    const { clock, remote, livekit, moves, change } = await inUse(first);
    remote.answer = () => gone;
    await clock.advanceAsync(10_000);
    expect(standInProblem(livekit.state)).not.toBeNull();
    change({ mode: 'local' });
    await clock.advanceAsync(300);
    expect(standInProblem(livekit.state)).toBeNull();
    remote.answer = () => null;
    await clock.advanceAsync(120_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { pid: 77 } });
    expect(moves).toEqual(['ws://127.0.0.1:7880']);
  });

  it('[V13] [R6] while this computer stands in leaves nobody without a talk', async () => {
    const { clock, remote, server, livekit, change } = await inUse(first);
    remote.answer = () => gone;
    await clock.advanceAsync(10_000);
    remote.answer = (url) => (url === second.url ? refused : null);
    change(second);
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ status: 'ready', access: { url: first.url } });
    expect(server.problem()).toMatchObject({ message: expect.stringContaining('Wrong key.') as string });
  });

  it('[R6] stays where it is when this computer has no LiveKit to change to', async () => {
    const { clock, local, server, livekit, change } = await inUse(first);
    local.failure = new AppError('livekit/not-found', 'livekit-server was not found.');
    change({ url: null });
    await clock.advanceAsync(60_000);
    expect(livekit.state).toMatchObject({ status: 'ready', generation: 1, access: { url: first.url } });
    expect(server.problem()).toMatchObject({ code: 'livekit/not-found' });
  });
});
