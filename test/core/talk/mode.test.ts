/**
 * The mode that the owner chooses: kept in the settings, and the settings' counting in every talk.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, defaultRoom, RoomName } from '../../../src/contract/index.ts';
import type { Caller, TalkMode } from '../../../src/contract/index.ts';
import { talkHandlers, Talks } from '../../../src/core/talk/talks.ts';
import { FakeIds } from '../../fakes/fake-system.ts';
import { aTalk } from './rig.ts';

const owner: Caller = { connectionId: 'window', role: 'owner', room: defaultRoom, identity: null };
const phone: Caller = { ...owner, identity: 'guest-1', device: { name: 'Phone', origin: 'https://192.0.2.1:7443' } };
const kitchen = RoomName.parse('kitchen');

describe('talk.setMode', () => {
  let rig: ReturnType<typeof aTalks>;
  beforeEach(() => {
    rig = aTalks();
  });

  it('[V4] keeps the mode that the owner chose for the next start', async () => {
    await rig.setMode({ mode: 'push-to-talk' }, owner);
    expect([rig.talks.main.mode, rig.kept]).toEqual(['push-to-talk', ['push-to-talk']]);
  });

  it('[V4] keeps no mode of a key that was tapped twice, nor one that a joined device chose', async () => {
    await rig.setMode({ mode: 'push-to-talk', forNow: true }, owner);
    expect([rig.talks.main.mode, rig.kept]).toEqual(['push-to-talk', []]);
    await rig.setMode({ mode: 'hands-free' }, phone);
    expect([rig.talks.main.mode, rig.kept]).toEqual(['hands-free', []]);
  });

  it('[V4] stops listening by itself also where that cannot be stored, and says so', async () => {
    rig.failure = new AppError('settings/write-failed', 'The disk is full.');
    await expect(rig.setMode({ mode: 'push-to-talk' }, owner)).rejects.toBe(rig.failure);
    expect(rig.talks.main.mode).toBe('push-to-talk');
  });

  it('[V4] takes a mode that is set for every talk, also the one that the settings had all along', async () => {
    await rig.setMode({ mode: 'push-to-talk', forNow: true }, owner);
    await rig.setMode({ mode: 'push-to-talk', forNow: true, room: kitchen }, owner);
    rig.talks.ownerSet('assistant.name');
    expect(rig.talks.all().map(({ view }) => view.mode)).toEqual(['push-to-talk', 'push-to-talk']);
    rig.talks.ownerSet('talk.mode');
    expect(rig.talks.all().map(({ view }) => view.mode)).toEqual(['hands-free', 'hands-free']);
  });

  it('[V4] opens no microphone in the next talk because it was locked open in the last', async () => {
    const { talk, clock, set } = aTalk();
    set({ talk: { mode: 'push-to-talk' } });
    const person = { identity: 'owner-1', name: 'You' };
    talk.participantsReported([person]);
    talk.setMode('hands-free');
    talk.participantsReported([]);
    clock.advance(9_000);
    // Their connection was lost for a moment.
    talk.participantsReported([person]);
    clock.advance(60_000);
    expect(talk.view.mode).toBe('hands-free');
    talk.participantsReported([]);
    clock.advance(10_000);
    expect(talk.view.mode).toBe('push-to-talk');
  });

  it('[V4] [R6] keeps what was chosen for a talk that goes over to another LiveKit', async () => {
    const { talk, clock } = await aTalkLockedOpen();
    talk.moved();
    clock.advance(30_000);
    expect(talk.view.mode).toBe('hands-free');
  });

  it('[V4] locks nothing open over the end of a room', async () => {
    const { talk } = await aTalkLockedOpen();
    talk.dismiss();
    expect(talk.view.mode).toBe('push-to-talk');
  });

  it('[V4] lets nobody be heard who chose not to be, however often they leave', async () => {
    const { talk, clock } = aTalk();
    talk.participantsReported([{ identity: 'owner-1', name: 'You' }]);
    talk.setMode('push-to-talk');
    talk.participantsReported([]);
    clock.advance(60_000);
    expect(talk.view.mode).toBe('push-to-talk');
  });
});

/** Push-to-talk in the settings, and its owner hands-free for now, with an agent. */
async function aTalkLockedOpen() {
  const rig = aTalk();
  rig.set({ talk: { mode: 'push-to-talk' } });
  rig.talk.wake();
  await rig.sitDown();
  rig.talk.participantsReported([{ identity: 'owner-1', name: 'You' }]);
  rig.talk.setMode('hands-free');
  return rig;
}

function aTalks() {
  const { options } = aTalk();
  const talks = new Talks(options);
  const rig = {
    talks,
    kept: [] as TalkMode[],
    failure: null as AppError | null,
    setMode: async (input: { mode: TalkMode; forNow?: boolean; room?: RoomName }, caller: Caller): Promise<void> =>
      handlers['talk.setMode'](input, { caller, signal: new AbortController().signal }),
  };
  const handlers = talkHandlers({
    talks,
    rooms: {} as never,
    ids: new FakeIds(),
    clock: options.clock,
    hub: options.hub,
    keepMode: async (mode) => {
      if (rig.failure) throw rig.failure;
      rig.kept.push(mode);
    },
  });
  return rig;
}
