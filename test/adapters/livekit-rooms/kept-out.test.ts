/**
 * [S9] Somebody who was put out of a LiveKit that runs elsewhere, while the host is away and when it is there again: a real
 * livekit-server, a real database, a participant with a real token.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Room, RoomEvent } from '@livekit/rtc-node';
import { expect, it, onTestFinished } from 'vitest';
import { LiveKitRoomService } from '../../../src/adapters/livekit-rooms/livekit-room-service.ts';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { sha256Hasher, systemClock, systemIds } from '../../../src/adapters/system/system.ts';
import { RoomName, Settings } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { personGrant } from '../../../src/core/rooms/grants.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { Share } from '../../../src/core/share/share.ts';
import { FakeLiveKitServer } from '../../fakes/fake-livekit.ts';
import { FakeNetwork, FakeOriginCertificates, FakeShareDoor } from '../../fakes/fake-share.ts';
import { FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';
import { aLiveKitServer, checkout } from '../livekit-server/a-livekit-server.ts';

const workerProgram = path.join(checkout, 'src/adapters/sqlite/sqlite-worker.ts');
const main = RoomName.parse('main');
const service = new LiveKitRoomService();

/** What of a host puts people out, on this database. */
async function startHost(file: string, access: LiveKitAccess) {
  const clock = systemClock;
  const logger = new FakeLogger();
  const database = new SqliteDatabase({ file, workerProgram, clock, seal: new FakeSeal(), logger });
  const server = Object.assign(new FakeLiveKitServer(), { start: async () => ({ ...access, pid: null }) });
  const livekit = new LiveKit({ server, clock });
  const share = new Share({
    store: database.invites,
    settings: () => Settings.parse({}).share,
    assistantName: () => 'Parley',
    standBy: async () => undefined,
    door: new FakeShareDoor(),
    certificates: new FakeOriginCertificates(),
    network: new FakeNetwork(),
    livekit,
    rooms: service,
    hub: new EventHub(),
    clock,
    ids: systemIds,
    hasher: sha256Hasher,
    logger,
  });
  await share.start();
  const stop = async (): Promise<void> => {
    await share.close();
    await livekit.stop();
    await database.close();
  };
  onTestFinished(stop);
  return { share, stop };
}

async function join(url: string, token: string): Promise<{ out: Promise<void> }> {
  const room = new Room();
  const out = new Promise<void>((resolve) => room.once(RoomEvent.Disconnected, () => resolve()));
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  onTestFinished(() => room.disconnect());
  return { out };
}

it('[S9] is put out again by the next run of the host, which LiveKit outlived', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-kept-out-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const access = await aLiveKitServer().server.start();
  const file = path.join(folder, 'parley.db');
  const first = await startHost(file, access);
  const { code } = await first.share.create({ room: main, role: 'talk', uses: 1, ttlMs: 600_000, accessCode: false });
  const { identity } = await first.share.join({ code, name: 'Phone', accessCode: '' }, '10.0.0.9');
  const token = await service.mintToken(access, personGrant({ room: main, identity, name: 'Phone', role: 'talk' }));
  const { out } = await join(access.url, token);
  await first.share.revoke(code);
  await out;
  await first.stop();

  const again = await join(access.url, token);
  expect(await service.listParticipants(access, main)).toMatchObject([{ identity }]);
  await startHost(file, access);
  await again.out;
});
