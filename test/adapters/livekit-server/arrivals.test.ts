/**
 * Who came into a room, as the real livekit-server tells it, and that nobody else can.
 */
import { createHash } from 'node:crypto';
import { Room, dispose } from '@livekit/rtc-node';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { mintToken } from '../../../src/adapters/livekit-rooms/mint-token.ts';
import { openArrivalsEndpoint } from '../../../src/adapters/livekit-server/arrivals-endpoint.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { Arrival, LiveKitAccess } from '../../../src/core/ports.ts';
import { aLiveKitServer } from './a-livekit-server.ts';

afterAll(() => dispose());

const key = { apiKey: 'APIkey', apiSecret: 's'.repeat(48) };

async function anEndpoint() {
  const arrivals: Arrival[] = [];
  const endpoint = await openArrivalsEndpoint(key, (arrival) => arrivals.push(arrival));
  onTestFinished(() => endpoint.close());
  return { url: endpoint.url, arrivals };
}

const joined = (room = 'main'): string =>
  JSON.stringify({
    event: 'participant_joined',
    room: { name: room },
    participant: { identity: 'ann', permission: { canPublish: true } },
  });

/** As livekit-server signs: the body's hash in a token of its key. */
async function sign(body: string, secret = key.apiSecret): Promise<string> {
  const token = new AccessToken(key.apiKey, secret);
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}

async function post(url: string, body: string, authorization: string): Promise<number> {
  return (await fetch(url, { method: 'POST', body, headers: { authorization } })).status;
}

describe('an arrival', () => {
  it('[R1] is told with room, name and rights by the real server, also after its restart', async () => {
    const { server } = aLiveKitServer();
    const next = () => new Promise<Arrival>((resolve) => server.onArrival(resolve));
    const come = async (access: LiveKitAccess, kind: 'person' | 'agent', canPublishMicrophone: boolean) => {
      const arrival = next();
      const room = new Room();
      const grant = { room: RoomName.parse('main'), identity: `${kind}-1`, name: 'Ann', kind, canPublishMicrophone };
      const rest = { canPublishData: false, canUpdateOwnMetadata: false, ttlMs: 60_000, emptyTimeoutMs: 300_000 };
      await room.connect(access.url, await mintToken(access, { ...grant, ...rest }), {
        autoSubscribe: false,
        dynacast: false,
      });
      const arrived = await arrival;
      // Else it comes again by itself when the server does.
      await room.disconnect();
      return arrived;
    };
    const main = { room: 'main' };
    const access = await server.start();
    expect(await come(access, 'person', true)).toEqual({
      ...main,
      identity: 'person-1',
      kind: 'person',
      canPublish: true,
    });
    const again = await server.start();
    expect(await come(again, 'person', false)).toMatchObject({ identity: 'person-1', canPublish: false });
    expect(await come(again, 'agent', true)).toMatchObject({ identity: 'agent-1', kind: 'agent' });
  });

  it('[S9] is believed only with the server’s signature over this very body, at the address only it was told', async () => {
    const { url, arrivals } = await anEndpoint();
    const body = joined();
    const good = await sign(body);
    const statuses = {
      unsigned: await post(url, body, ''),
      'signed with another secret': await post(url, body, await sign(body, 'x'.repeat(48))),
      'signed for another body': await post(url, joined('other'), good),
      'a guessed address': await post(new URL('/', url).href, body, good),
      'too long': await post(url, 'x'.repeat(70_000), good),
      read: (await fetch(url)).status,
    };
    expect(statuses).toEqual({
      unsigned: 401,
      'signed with another secret': 401,
      'signed for another body': 401,
      'a guessed address': 404,
      'too long': 413,
      read: 404,
    });
    expect(arrivals).toEqual([]);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    // The control.
    expect(await post(url, body, good)).toBe(200);
    expect(arrivals).toMatchObject([{ room: 'main', identity: 'ann', canPublish: true }]);
  });

  it('says nothing of other events, and of rooms whose names are not ours', async () => {
    const { url, arrivals } = await anEndpoint();
    for (const body of [joined('not a name/'), JSON.stringify({ event: 'room_finished', room: { name: 'main' } })]) {
      expect(await post(url, body, await sign(body))).toBe(200);
    }
    expect(arrivals).toEqual([]);
  });
});
