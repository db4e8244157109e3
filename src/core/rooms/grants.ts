/**
 * What a token lets its holder do, by role: least privilege, short life.
 *
 * Always: only the agent's own token may carry an `agent-` identity; only tokens minted for the owner an `owner-` one.
 */
import { AppError } from '../../contract/index.ts';
import type { RoomName, TokenRole } from '../../contract/index.ts';
import type { Grant } from '../ports.ts';

/** Life of a token when none is asked for: long enough to join; a joined client is refreshed by the server. */
export const defaultTokenTtlMs = 600_000;

/** How long a room stays in which nobody is left, ms. LiveKit does not count agents. */
export const emptyRoomTimeoutMs = 300_000;

/** Clocks may differ by so much, and LiveKit takes a token that ended since. */
export const clockSkewMs = 60_000;

/** Whether this is one that Parley makes for others: who comes by a link, or joins in no owner's role. */
export const isGuestIdentity = (identity: string): boolean => /^guest(-|$)/i.test(identity);

/** The agent's fixed identity in a room. A replacement joins under the same one and so takes its predecessor's place. */
const agentIdentity = (room: RoomName): string => `agent-${room}`;

/** What a person's token carries. Only an owner's may send data (typed turns on `lk.chat`). */
export function personGrant(options: {
  room: RoomName;
  identity: string;
  name: string;
  role: TokenRole;
  ttlMs?: number;
}): Grant {
  return {
    room: options.room,
    identity: options.identity,
    name: options.name,
    kind: 'person',
    canPublishMicrophone: options.role !== 'listen',
    canPublishData: options.role === 'owner',
    canUpdateOwnMetadata: false,
    ttlMs: options.ttlMs ?? defaultTokenTtlMs,
    emptyTimeoutMs: emptyRoomTimeoutMs,
  };
}

/** What the agent's token carries: it speaks, sends captions, and tells its state. */
export function agentGrant(room: RoomName, name: string): Grant {
  return {
    room,
    identity: agentIdentity(room),
    name,
    kind: 'agent',
    canPublishMicrophone: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
    ttlMs: defaultTokenTtlMs,
    emptyTimeoutMs: emptyRoomTimeoutMs,
  };
}

/** @throws {AppError} rooms/identity-refused for a name that a guest must not take. */
export function checkIdentity(identity: string): void {
  if (/^(agent|owner)(-|$)/i.test(identity)) {
    throw new AppError(
      'rooms/identity-refused',
      `The identity "${identity}" is refused: "agent", "owner" and names beginning with "agent-" or "owner-" are Parley's own. Choose another.`,
    );
  }
  if (/\p{C}/u.test(identity) || identity.trim() !== identity) {
    throw new AppError('rooms/identity-refused', 'An identity has visible characters only and no space at its ends.');
  }
}
