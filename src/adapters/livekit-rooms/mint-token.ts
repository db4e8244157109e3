/**
 * Tokens for one LiveKit: what core/rooms granted, as a signed JWT.
 *
 * Always: an empty or short secret is refused, because a token signed with it could be forged; microphone is the only
 * source a person may publish; nobody gets room administration.
 */
import { AccessToken, RoomConfiguration, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { AppError } from '../../contract/index.ts';
import type { Grant, LiveKitAccess } from '../../core/ports.ts';
import { toRoomTimes, toSeconds } from './room-times.ts';

/** HMAC-SHA-256 keys shorter than their hash weaken it (RFC 7518 §3.2). */
const minSecretSizeBytes = 32;

/** @throws {AppError} livekit/refused when key or secret is missing, or the secret is shorter than 32 bytes. */
export async function mintToken(access: LiveKitAccess, grant: Grant): Promise<string> {
  refuseWeakSecret(access);
  const token = new AccessToken(access.apiKey, access.apiSecret, {
    identity: grant.identity,
    name: grant.name,
    ttl: toSeconds(grant.ttlMs),
    ...(grant.attributes ? { attributes: { ...grant.attributes } } : {}),
  });
  if (grant.kind === 'agent') token.kind = 'agent';
  token.addGrant(toVideoGrant(grant));
  // Also for a room that nobody made before: to ask the server for each would cost every join a round trip.
  token.roomConfig = new RoomConfiguration(toRoomTimes(grant.emptyTimeoutMs));
  return token.toJwt();
}

/** @throws {AppError} livekit/refused */
export function refuseWeakSecret(access: LiveKitAccess): void {
  if (!access.apiKey || !access.apiSecret) {
    throw new AppError(
      'livekit/refused',
      'LiveKit has no API key and secret: set both, or neither to use the local server.',
    );
  }
  if (new TextEncoder().encode(access.apiSecret).length >= minSecretSizeBytes) return;
  throw new AppError(
    'livekit/refused',
    `The LiveKit API secret is too short to be safe: use one of at least ${minSecretSizeBytes} characters.`,
  );
}

function toVideoGrant(grant: Grant): VideoGrant {
  return {
    roomJoin: true,
    room: grant.room,
    canSubscribe: true,
    canPublish: grant.canPublishMicrophone,
    ...(grant.canPublishMicrophone ? { canPublishSources: [TrackSource.MICROPHONE] } : {}),
    canPublishData: grant.canPublishData,
    canUpdateOwnMetadata: grant.canUpdateOwnMetadata,
    ...(grant.kind === 'agent' ? { agent: true } : {}),
  };
}
