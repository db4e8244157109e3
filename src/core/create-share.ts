/**
 * Makes sharing.
 *
 * Path: create-core.ts -> here.
 */
import { Share } from './share/share.ts';
import type { CorePorts, Ground, Talking } from './core-parts.ts';

/** Links, and the origin that devices come to. */
export function createShare(
  ports: CorePorts,
  { hub, settings, livekit, pool }: Pick<Ground, 'hub' | 'settings'> & Pick<Talking, 'livekit' | 'pool'>,
): Share {
  const { clock, ids, hasher, logger, door, certificates, network, rooms, invites } = ports;
  return new Share({
    store: invites,
    settings: () => settings.current().share,
    assistantName: () => settings.current().assistant.name,
    standBy: () => pool.standBy(),
    door,
    certificates,
    network,
    livekit,
    rooms,
    hub,
    clock,
    ids,
    hasher,
    logger,
  });
}
