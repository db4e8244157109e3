/**
 * Rooms as the program and the bridge show them, on the host's own livekit-server, with people who have nothing but a token.
 */
import { RoomEvent } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MintedToken, ParticipantView, RoomView, TalkView } from '../../src/contract/index.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';
import { RoomPerson } from './rig/room-person.ts';

let host: HostProcess;
beforeAll(async () => {
  host = await startHost({ args: ['--demo'] });
});
afterAll(() => host.stop());

/** Resolves with the default room's talk once it is so. */
function talk(isSo: (view: TalkView) => boolean): Promise<TalkView> {
  return new Promise((resolve) => {
    const end = host.bridge().subscribe('talk.changed', (message) => {
      const view = message.type === 'state' ? message.state : message.payload;
      if (!isSo(view)) return;
      end();
      resolve(view);
    });
  });
}

/** Resolves once this person has heard of the other's track: only then can it be told that it is muted. */
async function trackOf({ room }: RoomPerson, identity: string): Promise<void> {
  const isKnown = (): boolean => (room.remoteParticipants.get(identity)?.trackPublications.size ?? 0) > 0;
  while (!isKnown()) await new Promise((resolve) => room.once(RoomEvent.TrackPublished, resolve));
}

const isThere = ({ agent, participants }: TalkView): boolean => agent.state === 'ready' && participants.length > 0;
const rooms = async (): Promise<string[]> => (await host.json<RoomView[]>('room', 'list')).map(({ name }) => name);

it('[R5] a room is listed, shown and deleted; who is in it is muted, and out when it is deleted', async () => {
  const { token, livekitUrl } = await host.json<MintedToken>('room', 'token', 'main', 'ann');
  const listening = await host.json<MintedToken>('room', 'token', 'main', 'bob');
  const [ann, bob] = await Promise.all([
    RoomPerson.join(livekitUrl, token),
    RoomPerson.join(livekitUrl, listening.token),
  ]);
  await talk((view) => isThere(view) && view.participants.length === 2);
  expect(await rooms()).toEqual(['main']);
  const people = await host.json<ParticipantView[]>('room', 'show', 'main');
  expect(people.map(({ identity, kind }) => [identity, kind]).sort()).toEqual([
    ['agent-main', 'agent'],
    ['ann', 'person'],
    ['bob', 'person'],
  ]);

  await trackOf(bob, 'ann');
  const muted = new Promise<string>((resolve) => {
    bob.room.on(RoomEvent.TrackMuted, (_publication, { identity }) => resolve(identity));
  });
  await host.bridge().invoke('rooms.muteParticipant', { room: 'main', identity: 'ann' });
  expect(await muted).toBe('ann');

  const out = [ann, bob].map((one) => new Promise((resolve) => one.room.once(RoomEvent.Disconnected, resolve)));
  await host.json('room', 'delete', 'main');
  await Promise.all(out);
  const { problem } = await talk(({ agent }) => agent.state === 'off');
  expect([problem, await rooms()]).toEqual([null, []]);
  expect(await host.parley('room', 'delete', 'main')).toMatchObject({ code: 1 });
});

it('[R1] the agent comes to whoever joins with a token of before, though it has left meanwhile', async () => {
  const { token, livekitUrl } = await host.json<MintedToken>('room', 'token', 'main', 'ann');
  await talk(({ agent }) => agent.state === 'ready');
  await host.json('room', 'delete', 'main');
  await talk(({ agent }) => agent.state === 'off');
  const ann = await RoomPerson.join(livekitUrl, token);
  const { participants } = await talk(isThere);
  expect(participants.map(({ identity }) => identity)).toEqual(['ann']);
  await ann.leave();
});
