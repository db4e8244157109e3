/**
 * Tokens and rooms: least privilege by role, names that only Parley may use.
 */
import { describe, expect, it } from 'vitest';
import { RoomName } from '../../../src/contract/index.ts';
import { agentGrant } from '../../../src/core/rooms/grants.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { roomHandlers, Rooms } from '../../../src/core/rooms/rooms.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer, FakeRoomService } from '../../fakes/fake-livekit.ts';

const room = RoomName.parse('main');

function someRooms() {
  const clock = new FakeClock(5_000);
  const service = new FakeRoomService();
  const brought: string[] = [];
  const dismissed: string[] = [];
  const livekit = new LiveKit({ server: new FakeLiveKitServer(), clock });
  const rooms = new Rooms({
    livekit,
    service,
    clock,
    bringAgent: (name) => brought.push(name),
    dismissAgent: (name) => dismissed.push(name),
  });
  return { rooms, service, brought, dismissed };
}

describe('Rooms', () => {
  it('[R1] lets a listener hear, a guest speak, and only an owner send data', async () => {
    const { rooms, service, brought } = someRooms();
    for (const role of ['listen', 'talk', 'owner'] as const) await rooms.mint({ room, identity: `ann-${role}`, role });
    const powers = service.grants.map(
      ({ identity, canPublishMicrophone, canPublishData, canUpdateOwnMetadata, kind }) => ({
        identity,
        canPublishMicrophone,
        canPublishData,
        canUpdateOwnMetadata,
        kind,
      }),
    );
    const person = { canUpdateOwnMetadata: false, kind: 'person' };
    expect(powers).toEqual([
      { identity: 'ann-listen', canPublishMicrophone: false, canPublishData: false, ...person },
      { identity: 'ann-talk', canPublishMicrophone: true, canPublishData: false, ...person },
      { identity: 'ann-owner', canPublishMicrophone: true, canPublishData: true, ...person },
    ]);
    expect(brought).toEqual(['main', 'main']);
  });

  it('mints for ten minutes and the role talk unless told otherwise', async () => {
    const { rooms } = someRooms();
    await expect(rooms.mint({ room, identity: 'ann' })).resolves.toMatchObject({
      identity: 'ann',
      expiresAtMs: 605_000,
    });
  });

  it.each(['agent-main', 'owner-1', 'AGENT-x', 'owner', 'Agent', ' ann', 'a\u202eb'])(
    '[S11] refuses the identity "%s"',
    async (identity) => {
      const { rooms, service } = someRooms();
      await expect(rooms.mint({ room, identity })).rejects.toMatchObject({ code: 'rooms/identity-refused' });
      expect(service.grants).toEqual([]);
    },
  );

  it.each([
    ['a person who may speak', { kind: 'person', canPublish: true }, ['main']],
    ['a person who only listens', { kind: 'person', canPublish: false }, []],
    ['an agent', { kind: 'agent', canPublish: true }, []],
  ] as const)('[R1] brings the agent to %s, or not', (_who, arrival, expected) => {
    const { rooms, brought } = someRooms();
    rooms.arrived({ room, identity: 'ann', ...arrival });
    expect(brought).toEqual(expected);
  });

  it('[R5] has every room that a token makes closed once it has been empty for five minutes', async () => {
    const { rooms, service } = someRooms();
    await rooms.mint({ room, identity: 'ann' });
    await rooms.mintOwn({ room, identity: 'owner-1', name: 'You', role: 'owner' });
    expect(service.grants.map(({ emptyTimeoutMs }) => emptyTimeoutMs)).toEqual([300_000, 300_000]);
    expect(agentGrant(room, 'Parley').emptyTimeoutMs).toBe(300_000);
  });

  it('[R5] lets the agent go from a room that is deleted, so that it does not open it again', async () => {
    const { rooms, service, dismissed } = someRooms();
    await rooms.create(room);
    await rooms.delete(room);
    expect([service.rooms, dismissed]).toEqual([[], ['main']]);
  });

  it('[R3] [R5] lets the talk of a room end that LiveKit has closed already', async () => {
    const { rooms, dismissed } = someRooms();
    await rooms.close(RoomName.parse('kitchen'));
    expect(dismissed).toEqual(['kitchen']);
  });

  it('says which room or participant is not there', async () => {
    const { rooms, service } = someRooms();
    await expect(rooms.delete(room)).rejects.toMatchObject({ code: 'rooms/unknown-room' });
    await rooms.create(room);
    await expect(rooms.remove(room, 'ann')).rejects.toMatchObject({ code: 'rooms/unknown-participant' });
    service.participants = [{ identity: 'ann', name: 'Ann', kind: 'person', joinedAtMs: 0, publishing: true }];
    await rooms.remove(room, 'ann');
    expect(service.removed).toEqual(['ann']);
  });
});

describe('somebody who is removed', () => {
  const view = (identity: string, kind: 'person' | 'agent') => ({
    identity,
    name: '',
    kind,
    joinedAtMs: 0,
    publishing: false,
  });

  /** The handlers, and what the door is told. */
  function aDoor() {
    const { rooms, service } = someRooms();
    const told: unknown[] = [];
    const handlers = roomHandlers({
      rooms,
      door: {
        removeDevice: async (identity) => identity === 'phone',
        keepOut: (_room, { identity, untilMs }) => void told.push({ out: identity, untilMs }),
        letIn: (identity) => void told.push({ in: identity }),
      },
    });
    service.rooms = [{ name: room, participants: 3, createdAtMs: 0 }];
    service.participants = [view('ann', 'person'), view('bob', 'person'), view('agent-main', 'agent')];
    const remove = (identity: string) => handlers['rooms.removeParticipant']({ room, identity }, {} as never);
    const mint = (identity: string, ttlMs?: number) =>
      handlers['rooms.mintToken']({ room, identity, ...(ttlMs ? { ttlMs } : {}) }, {} as never);
    return { remove, mint, told, service };
  }

  it('[S9] is kept out for as long as a token it may hold is good, and let in with a new one', async () => {
    const { remove, mint, told, service } = aDoor();
    await mint('bob', 3_600_000);
    told.length = 0;
    await remove('ann');
    await remove('bob');
    await mint('bob');
    expect(told).toEqual([{ out: 'ann', untilMs: 665_000 }, { out: 'bob', untilMs: 3_665_000 }, { in: 'bob' }]);
    expect(service.removed).toEqual(['ann', 'bob']);
  });

  it('is kept out by its link if it came by one, and not at all if it is the agent', async () => {
    const { remove, told, service } = aDoor();
    await remove('phone');
    await remove('agent-main');
    expect({ told, removed: service.removed }).toEqual({ told: [], removed: ['agent-main'] });
    await expect(remove('nobody')).rejects.toMatchObject({ code: 'rooms/unknown-participant' });
  });
});
