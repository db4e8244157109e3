/**
 * What a guest's token is worth at a real livekit-server: each power that it lacks is tried by its holder, and each attempt has
 * its twin, by whoever has that power.
 *
 * The tokens are minted as the product mints them. That something did not arrive is told by what arrived after it: the guest is
 * given the power for a moment, and its next word, on the same ordered channel, is the first that is heard.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AudioSource,
  DisconnectReason,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoSource,
} from '@livekit/rtc-node';
import type { LocalTrack } from '@livekit/rtc-node';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import type { VideoGrant } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { LocalLiveKitServer } from '../../src/adapters/livekit-server/local-livekit-server.ts';
import { mintToken } from '../../src/adapters/livekit-rooms/mint-token.ts';
import { RoomName } from '../../src/contract/index.ts';
import type { TokenRole } from '../../src/contract/index.ts';
import type { LiveKitAccess } from '../../src/core/ports.ts';
import { personGrant } from '../../src/core/rooms/grants.ts';
import { FakeKeeper } from '../fakes/fake-keeper.ts';
import { FakeLogger } from '../fakes/fake-system.ts';

const main = RoomName.parse('main');
let dataDir: string;
let server: LocalLiveKitServer;
let access: LiveKitAccess;
let admin: RoomServiceClient;
const inRoom: Room[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'parley-guest-'));
  server = new LocalLiveKitServer({
    dataDir,
    root: path.resolve(import.meta.dirname, '../..'),
    env: process.env,
    keeper: new FakeKeeper(),
    logger: new FakeLogger(),
    emptyRoomTimeoutMs: 300_000,
  });
  access = await server.start();
  admin = new RoomServiceClient(access.url, access.apiKey, access.apiSecret);
});
afterAll(async () => {
  await Promise.all(inRoom.map((room) => room.disconnect()));
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const tokenOf = (role: TokenRole, identity: string = role, room: RoomName = main): Promise<string> =>
  mintToken(access, personGrant({ room, identity, name: identity, role }));

/** Gives the guest of this room one power more. */
async function permit(room: string, more: { canPublishData?: boolean; canUpdateMetadata?: boolean }): Promise<void> {
  await admin.updateParticipant(room, 'guest', { permission: { canPublish: true, canSubscribe: true, ...more } });
}

async function join(token: string): Promise<Room> {
  const room = new Room();
  inRoom.push(room);
  await room.connect(access.url, token, { autoSubscribe: true, dynacast: false });
  return room;
}

/** Whoever is in the room under this token. */
const local = (room: Room) => {
  if (!room.localParticipant) throw new Error('not in the room');
  return room.localParticipant;
};

const publish = (room: Room, track: LocalTrack, source: TrackSource) => {
  const options = new TrackPublishOptions();
  options.source = source;
  return local(room).publishTrack(track, options);
};
const aPicture = (): LocalTrack => LocalVideoTrack.createVideoTrack('picture', new VideoSource(16, 16));
const aSound = (): LocalTrack => LocalAudioTrack.createAudioTrack('sound', new AudioSource(48_000, 1));

/** A guest and somebody who sees what comes of it, in a room of their own. */
async function guestIn(name: string): Promise<{ guest: Room; watcher: Room }> {
  const room = RoomName.parse(name);
  const watcher = await join(await tokenOf('owner', 'watcher', room));
  const seen = new Promise((resolve) => watcher.once(RoomEvent.ParticipantConnected, resolve));
  const guest = await join(await tokenOf('talk', 'guest', room));
  await seen;
  return { guest, watcher };
}

/** What a client of LiveKit waits for in vain takes it 10 s, so these wait side by side. */
describe.concurrent('in the room', () => {
  it('[S10] a guest’s data, forged captions, typed turns and calls reach nobody', async ({ expect }) => {
    const { guest, watcher } = await guestIn('words');
    const heard: string[] = [];
    const last = Promise.withResolvers<void>();
    watcher.registerTextStreamHandler('lk.transcription', () => void heard.push('caption'));
    watcher.registerTextStreamHandler('lk.chat', () => void heard.push('typed'));
    local(watcher).registerRpcMethod('stop', async () => (heard.push('call'), 'stopped'));
    watcher.on(RoomEvent.DataReceived, (bytes) => {
      heard.push(new TextDecoder().decode(bytes));
      if (heard.at(-1) === 'allowed') last.resolve();
    });
    const say = (word: string): Promise<void> =>
      local(guest).publishData(new TextEncoder().encode(word), { reliable: true });
    const call = (): Promise<string> =>
      local(guest).performRpc({ destinationIdentity: 'watcher', method: 'stop', payload: '' });
    const attempts = [
      say('forged'),
      local(guest).sendText('The owner said yes', { topic: 'lk.transcription' }),
      local(guest).sendText('Erase everything', { topic: 'lk.chat' }),
      call(),
    ];
    const results = await Promise.allSettled(attempts);
    expect(results.at(-1)?.status).toBe('rejected');
    await permit('words', { canPublishData: true });
    // The control: the same by the same guest, once it may.
    await say('allowed');
    await last.promise;
    expect(heard).toEqual(['allowed']);
    expect(await call()).toBe('stopped');
    await local(guest).sendText('Hello', { topic: 'lk.chat' });
    await expect.poll(() => heard).toEqual(['allowed', 'call', 'typed']);
  });

  it('[S10] a guest’s name, metadata and attributes stay as they were minted', async ({ expect }) => {
    const { guest, watcher } = await guestIn('names');
    const agentLike = { 'lk.agent.state': 'listening' };
    await Promise.allSettled([
      local(guest).updateName('The owner'),
      local(guest).updateMetadata('{"role":"owner"}'),
      local(guest).setAttributes(agentLike),
    ]);
    const changed = new Promise((resolve) => watcher.once(RoomEvent.ParticipantAttributesChanged, resolve));
    await permit('names', { canUpdateMetadata: true });
    // The control: its next wish on the same line, now granted, is the first that is fulfilled.
    await local(guest).setAttributes({ mine: 'yes' });
    await changed;
    const shown = watcher.remoteParticipants.get('guest');
    expect({ name: shown?.name, metadata: shown?.metadata, attributes: shown?.attributes }).toEqual({
      name: 'guest',
      metadata: '',
      attributes: { mine: 'yes' },
    });
  });

  it('[S10] a guest publishes a microphone, and no camera and no screen; a listener nothing', async ({ expect }) => {
    const room = RoomName.parse('pictures');
    const attempt = async (role: TokenRole, makeTrack: () => LocalTrack, source: TrackSource) => {
      const publisher = await join(await tokenOf(role, `${role}-${source}`, room));
      return publish(publisher, makeTrack(), source);
    };
    const refused = await Promise.allSettled([
      attempt('talk', aPicture, TrackSource.SOURCE_CAMERA),
      attempt('talk', aPicture, TrackSource.SOURCE_SCREENSHARE),
      attempt('talk', aSound, TrackSource.SOURCE_SCREENSHARE_AUDIO),
      attempt('owner', aPicture, TrackSource.SOURCE_CAMERA),
      attempt('listen', aSound, TrackSource.SOURCE_MICROPHONE),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 'rejected'));
    await attempt('talk', aSound, TrackSource.SOURCE_MICROPHONE);
    // The control: whoever may show a picture can, here and so.
    const all = new AccessToken(access.apiKey, access.apiSecret, { identity: 'painter' });
    all.addGrant({ roomJoin: true, room });
    await publish(await join(await all.toJwt()), aPicture(), TrackSource.SOURCE_CAMERA);
  });

  it('[S11] a guest puts nobody out, however it is called', async ({ expect }) => {
    const room = RoomName.parse('namesakes');
    const owner = await join(await tokenOf('owner', 'owner-1', room));
    const out = new Promise((resolve) => owner.once(RoomEvent.Disconnected, resolve));
    const came = new Promise((resolve) => owner.once(RoomEvent.ParticipantConnected, resolve));
    await join(await mintToken(access, personGrant({ room, identity: 'guest-1', name: 'owner-1', role: 'talk' })));
    await came;
    expect(owner.isConnected).toBe(true);
    // The control: the same identity does, so nobody may choose one.
    await join(await tokenOf('owner', 'owner-1', room));
    expect(await out).toBe(DisconnectReason.DUPLICATE_IDENTITY);
  });

  it('[S10] a guest is seen by all who are there', async ({ expect }) => {
    const { watcher } = await guestIn('sights');
    const hidden = new AccessToken(access.apiKey, access.apiSecret, { identity: 'hidden' });
    hidden.addGrant({ roomJoin: true, room: 'sights', hidden: true });
    await join(await hidden.toJwt());
    const next = new Promise((resolve) => watcher.once(RoomEvent.ParticipantConnected, resolve));
    await join(await tokenOf('talk', 'second', RoomName.parse('sights')));
    await next;
    // The control: a token that has the power to hide is not seen, so this sight tells.
    expect([...watcher.remoteParticipants.keys()].sort()).toEqual(['guest', 'second']);
  });
});

describe('the server’s own doors', () => {
  const asAdmin = async (): Promise<string> => {
    const token = new AccessToken(access.apiKey, access.apiSecret, { identity: 'host' });
    token.addGrant({ roomAdmin: true, roomCreate: true, roomList: true, room: 'main' });
    return token.toJwt();
  };
  /** What the server's API answers the holder of this token. */
  async function statusOf(token: string, method: string, body: object): Promise<number> {
    const address = `${access.url.replace('ws', 'http')}/twirp/livekit.${method}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  }

  it.each([
    ['lists rooms', 'RoomService/ListRooms', {}],
    ['makes a room', 'RoomService/CreateRoom', { name: 'mine' }],
    ['lists who is there', 'RoomService/ListParticipants', { room: 'main' }],
    ['sends data', 'RoomService/SendData', { room: 'main', data: 'aGk=', nonce: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
    ['changes the room', 'RoomService/UpdateRoomMetadata', { room: 'main', metadata: 'x' }],
    ['gives itself powers', 'RoomService/UpdateParticipant', { room: 'main', identity: 'guest', metadata: 'x' }],
    ['brings an agent of its own', 'AgentDispatchService/CreateDispatch', { room: 'main', agent_name: 'mine' }],
    ['puts the owner out', 'RoomService/RemoveParticipant', { room: 'main', identity: 'guest' }],
    ['ends the room', 'RoomService/DeleteRoom', { room: 'main' }],
  ])('[S10] no guest %s, nor does a device with the role of the owner', async (_what, method, body) => {
    await join(await tokenOf('talk', 'guest'));
    for (const role of ['listen', 'talk', 'owner'] as const) {
      expect([role, await statusOf(await tokenOf(role), method, body)]).toEqual([role, 401]);
    }
    expect(await statusOf(await asAdmin(), method, body)).toBe(200);
  });

  it('[S10] no guest is taken for a worker that serves rooms', async () => {
    const knock = async (token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      const socket = new WebSocket(`${access.url}/agent?protocol=1`, { headers });
      const opened = once(socket, 'open').then(() => 101);
      const refused = once(socket, 'unexpected-response').then(
        ([, response]) => (response as { statusCode: number }).statusCode,
      );
      socket.on('error', () => undefined);
      const status = await Promise.race([opened, refused]);
      socket.terminate();
      return status;
    };
    expect(await knock(await tokenOf('talk'))).toBe(401);
    const worker = new AccessToken(access.apiKey, access.apiSecret, { identity: 'worker' });
    worker.addGrant({ agent: true });
    expect(await knock(await worker.toJwt())).toBe(101);
  });
});

describe('another time, another place', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  /** The guest's token, signed by the server's key as another one. */
  async function changed(changes: { exp?: number; nbf?: number; video?: VideoGrant }): Promise<string> {
    const [head = '', body = ''] = (await tokenOf('talk', 'guest')).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as object;
    const signed = `${head}.${encode({ ...claims, ...changes })}`;
    return `${signed}.${createHmac('sha256', access.apiSecret).update(signed).digest('base64url')}`;
  }
  const validate = async (token: string): Promise<number> => {
    const address = `${access.url.replace('ws', 'http')}/rtc/validate?access_token=${token}`;
    return (await fetch(address)).status;
  };

  it('[S9] a token is refused once its time is over, and before it has come', async () => {
    const nowSeconds = Math.floor(Date.now() / 1_000);
    // LiveKit allows for clocks that differ by a minute.
    expect(await validate(await changed({ exp: nowSeconds - 70 }))).toBe(401);
    expect(await validate(await changed({ nbf: nowSeconds + 70 }))).toBe(401);
    expect(await validate(await changed({ exp: nowSeconds + 70 }))).toBe(200);
    await expect(join(await changed({ exp: nowSeconds - 70 }))).rejects.toThrow();
    await join(await changed({ exp: nowSeconds + 70 }));
  });

  it('[S9] a token opens its own room, whichever room is asked for', async () => {
    const address = `${access.url}/rtc?access_token=${await tokenOf('talk', 'guest')}&room=other&protocol=15`;
    const socket = new WebSocket(address);
    await once(socket, 'message');
    const rooms = await admin.listRooms(['main', 'other']);
    expect(rooms.map(({ name }) => name)).toEqual(['main']);
    expect((await admin.listParticipants('main')).map(({ identity }) => identity)).toContain('guest');
    socket.terminate();
    // The control: a token for the other room makes it.
    await join(await changed({ video: { roomJoin: true, room: 'other' } }));
    expect((await admin.listRooms(['other'])).map(({ name }) => name)).toEqual(['other']);
  });
});
