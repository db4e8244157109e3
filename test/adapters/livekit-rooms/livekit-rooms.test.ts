import {
  AudioSource,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  dispose,
} from '@livekit/rtc-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LiveKitRoomService } from '../../../src/adapters/livekit-rooms/livekit-room-service.ts';
import { LocalLiveKitServer } from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { Grant, LiveKitAccess } from '../../../src/core/ports.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';
import { checkout } from '../livekit-server/a-livekit-server.ts';

const rooms = new LiveKitRoomService();
const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-rooms-'));
const server = new LocalLiveKitServer({
  dataDir,
  root: checkout,
  env: process.env,
  keeper: new FakeKeeper(),
  logger: new FakeLogger(),
  emptyRoomTimeoutMs: 300_000,
});
let access: LiveKitAccess;

beforeAll(async () => {
  access = await server.start();
});

afterAll(async () => {
  await dispose();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function aGrant(changes: Partial<Grant> = {}): Grant {
  return {
    room: RoomName.parse('main'),
    identity: 'person-1',
    name: 'Ada',
    kind: 'person',
    canPublishMicrophone: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
    ttlMs: 600_000,
    emptyTimeoutMs: 300_000,
    ...changes,
  };
}

async function join(grant: Grant, to: LiveKitAccess = access): Promise<Room> {
  const room = new Room();
  await room.connect(to.url, await rooms.mintToken(to, grant), { autoSubscribe: false, dynacast: false });
  onTestFinished(() => room.disconnect());
  return room;
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}

describe('tokens', () => {
  it('let their holder join the room they name, under the identity they name', async () => {
    const room = await join(aGrant({ room: RoomName.parse('joined'), attributes: { device: 'phone' } }));
    expect(room.isConnected).toBe(true);
    expect(room.name).toBe('joined');
    expect(room.localParticipant?.identity).toBe('person-1');
    const [seen] = await rooms.listParticipants(access, RoomName.parse('joined'));
    expect(seen).toMatchObject({ identity: 'person-1', name: 'Ada', kind: 'person', publishing: false });
    expect(seen?.joinedAtMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it('show an agent as an agent', async () => {
    const room = RoomName.parse('with-agent');
    await join(aGrant({ room, identity: 'agent-1', kind: 'agent', canUpdateOwnMetadata: true, canPublishData: true }));
    expect(await rooms.listParticipants(access, room)).toMatchObject([{ identity: 'agent-1', kind: 'agent' }]);
  });

  it('grant what was decided and nothing else', async () => {
    const claims = claimsOf(await rooms.mintToken(access, aGrant({ canPublishMicrophone: false, ttlMs: 90_000 })));
    expect(claims['video']).toEqual({
      roomJoin: true,
      room: 'main',
      canSubscribe: true,
      canPublish: false,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    expect(Number(claims['exp']) - Date.now() / 1000).toBeGreaterThan(80);
    expect(Number(claims['exp']) - Date.now() / 1000).toBeLessThan(91);
    const speaker = claimsOf(await rooms.mintToken(access, aGrant()));
    expect(speaker['video']).toMatchObject({ canPublish: true, canPublishSources: ['microphone'] });
  });

  it.each([
    ['an empty secret', { apiSecret: '' }],
    ['a short secret', { apiSecret: 'x'.repeat(31) }],
    ['no key', { apiKey: '' }],
  ])('are not minted with %s', async (_what, change) => {
    await expect(rooms.mintToken({ ...access, ...change }, aGrant())).rejects.toMatchObject({
      code: 'livekit/refused',
    });
  });

  it('of another key are refused by the server', async () => {
    const forged = await rooms.mintToken({ ...access, apiSecret: 'y'.repeat(48) }, aGrant());
    await expect(new Room().connect(access.url, forged, { autoSubscribe: false, dynacast: false })).rejects.toThrow();
  });
});

describe('rooms', () => {
  it('are created, listed and deleted', async () => {
    const room = RoomName.parse('made');
    const made = await rooms.createRoom(access, room, 60_000);
    expect(made).toMatchObject({ name: 'made', participants: 0 });
    expect(made.createdAtMs).toBeGreaterThan(Date.now() - 60_000);
    expect((await rooms.listRooms(access)).map(({ name }) => name)).toContain('made');
    await rooms.deleteRoom(access, room);
    expect((await rooms.listRooms(access)).map(({ name }) => name)).not.toContain('made');
  });

  it('lose a participant who is removed', async () => {
    const name = RoomName.parse('removal');
    const room = await join(aGrant({ room: name, identity: 'leaver' }));
    const left = new Promise((resolve) => room.once(RoomEvent.Disconnected, resolve));
    await rooms.removeParticipant(access, name, 'leaver');
    await left;
    await expect(rooms.removeParticipant(access, name, 'leaver')).rejects.toMatchObject({
      code: 'rooms/unknown-participant',
    });
  });

  it('[R5] close by themselves when the last person has left, also those that began with a join, and open again', async () => {
    const name = RoomName.parse('by-a-join');
    const names = async () => (await rooms.listRooms(access)).map((room) => room.name).filter((one) => one === name);
    // Of its own this server keeps an empty room for longer than the test may last.
    const grant = aGrant({ room: name, emptyTimeoutMs: 1_000 });
    const person = await join(grant);
    // An agent keeps no room open, and hears of its end.
    const agent = await join({ ...grant, identity: 'agent-1', kind: 'agent' });
    const closed = new Promise((resolve) => agent.once(RoomEvent.Disconnected, resolve));
    expect(await names()).toEqual([name]);
    await person.disconnect();
    await closed;
    await expect.poll(names).toEqual([]);
    await join(grant);
    expect(await names()).toEqual([name]);
  });

  it('[R5] mute a participant’s microphone', async () => {
    const name = RoomName.parse('muted');
    const listener = await join(aGrant({ room: name, identity: 'listener' }));
    const speaker = await join(aGrant({ room: name, identity: 'speaker' }));
    const published = new Promise((resolve) => listener.once(RoomEvent.TrackPublished, resolve));
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    const track = LocalAudioTrack.createAudioTrack('microphone', new AudioSource(48_000, 1));
    await speaker.localParticipant?.publishTrack(track, options);
    await published;
    const muted = new Promise<string>((resolve) => {
      listener.once(RoomEvent.TrackMuted, (_publication, participant) => resolve(participant.identity));
    });
    await rooms.muteParticipant(access, name, 'speaker');
    expect(await muted).toBe('speaker');
    await expect(rooms.muteParticipant(access, name, 'nobody')).rejects.toMatchObject({
      code: 'rooms/unknown-participant',
    });
  });

  it('say plainly when LiveKit is away, refuses the key, or does not know the room', async () => {
    const unknown = RoomName.parse('never-made');
    await expect(rooms.deleteRoom(access, unknown)).rejects.toMatchObject({ code: 'rooms/unknown-room' });
    await expect(rooms.listRooms({ ...access, apiSecret: 'z'.repeat(40) })).rejects.toMatchObject({
      code: 'livekit/refused',
    });
    await expect(rooms.listRooms({ ...access, url: 'ws://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'livekit/unreachable',
    });
  });
});
