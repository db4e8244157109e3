/**
 * Sharing with everything outside it faked.
 */
import { Settings } from '../../../src/contract/index.ts';
import type { MethodInput } from '../../../src/contract/index.ts';
import { shareMethods } from '../../../src/contract/share.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import type { InviteStore } from '../../../src/core/ports/sharing.ts';
import { Share } from '../../../src/core/share/share.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer, FakeRoomService } from '../../fakes/fake-livekit.ts';
import { FakeInviteStore, FakeNetwork, FakeOriginCertificates, FakeShareDoor } from '../../fakes/fake-share.ts';
import { FakeIds, FakeLogger, FakeHasher } from '../../fakes/fake-system.ts';

export function aShare<Store extends InviteStore = FakeInviteStore>(
  store: Store = new FakeInviteStore() as InviteStore as Store,
  ids = new FakeIds(),
) {
  const clock = new FakeClock();
  const door = new FakeShareDoor();
  const server = new FakeLiveKitServer();
  const rooms = new FakeRoomService();
  const network = new FakeNetwork();
  const livekit = new LiveKit({ server, clock });
  const certificates = new FakeOriginCertificates();
  let standBys = 0;
  const settings = { publicUrl: null as string | null };
  const share = new Share({
    store,
    settings: () => Settings.parse({ share: settings }).share,
    assistantName: () => 'Iris',
    standBy: async () => void (standBys += 1),
    door,
    certificates,
    network,
    livekit,
    rooms,
    hub: new EventHub(),
    clock,
    ids,
    hasher: new FakeHasher(),
    logger: new FakeLogger(),
  });
  const create = (input: MethodInput<'share.createInvite'> = {}) =>
    share.create(shareMethods['share.createInvite'].input.parse(input));
  const join = (code: string, name = 'Phone', address = '10.0.0.9', accessCode = '') =>
    share.join({ code, name, accessCode }, address);
  return {
    standBys: () => standBys,
    share,
    clock,
    settings,
    door,
    certificates,
    network,
    server,
    rooms,
    store,
    ids,
    create,
    join,
  };
}
