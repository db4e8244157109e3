/**
 * Sharing a room by a link, and what a device that came by one speaks.
 *
 * A link is `https://ORIGIN/join#CODE`: a fragment is in no request line, no referrer and no server's log. The device posts
 * `JoinRequest` to `/api/join` and is answered with `JoinedDevice` or a `WireError`; then it opens the bridge at
 * `wss://ORIGIN/bridge` with the subprotocols `[deviceProtocol, sessionToken]`. There `talk.join` gives a token of 10 minutes
 * and, where LiveKit is the local one, `wss://ORIGIN/livekit`; calling it again refreshes the token under the same identity.
 * Always: a code or a session token is kept as a hash only, so a link is shown once per run of the host.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import { RoomName } from './ids.ts';
import type { EventTable, MethodTable } from './table.ts';

/** What a link lets its holder do: `owner` is for the owner's own further devices. */
export const ShareRole = z.enum(['owner', 'talk', 'listen']);
export type ShareRole = z.infer<typeof ShareRole>;

/** Whether a link can still be redeemed, and if not why. */
export const InviteState = z.enum(['open', 'used-up', 'expired', 'withdrawn']);
export type InviteState = z.infer<typeof InviteState>;

/** A device that came by a link and was not seen to leave for good. */
export const InviteDevice = z.object({ identity: z.string(), name: z.string(), joinedAtMs: z.number() });
export type InviteDevice = z.infer<typeof InviteDevice>;

/** One link. `code` is what revokes it; after a restart of the host it is a short stand-in, and `url` is null. */
export const InviteView = z.object({
  code: z.string(),
  url: z.string().nullable(),
  room: RoomName,
  role: ShareRole,
  /** How many devices may come by it; null: as many as want until it expires. */
  uses: z.number().int().nullable(),
  usesLeft: z.number().int().nullable(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  state: InviteState,
  /** Whether who opens it is also asked for an access code, sent by another way. */
  asksAccessCode: z.boolean(),
  /** That code; null where none is asked, and after a restart of the host. */
  accessCode: z.string().nullable(),
  devices: z.array(InviteDevice),
});
export type InviteView = z.infer<typeof InviteView>;

/** Which certificate the origin shows, first choice first; `note` says what its visitors should know. */
export const ShareCertificate = z.object({
  kind: z.enum(['own', 'tailscale', 'public', 'self-signed']),
  note: z.string().nullable(),
});
export type ShareCertificate = z.infer<typeof ShareCertificate>;

/** From where a link works; `closed`: nothing listens beyond this computer. */
export const ShareReach = z.enum(['closed', 'network', 'anywhere']);
export type ShareReach = z.infer<typeof ShareReach>;

/** Everything about sharing at one moment. `problem`: why links cannot be opened just now. */
export const ShareView = z.object({
  reach: ShareReach,
  /** What stands before `/join`, for example `https://192.168.1.20:41234`; null while closed. */
  origin: z.string().nullable(),
  certificate: ShareCertificate.nullable(),
  problem: WireError.nullable(),
  /** This computer came into another network while links were open: those sent before lead nowhere, and are shown anew. */
  addressChanged: z.boolean(),
  /** Rooms that nobody new may join by a link until they are unlocked, also after a restart of the host. */
  lockedRooms: z.array(RoomName),
  /** Newest first; those that ended more than an hour ago and have no device left are not kept. */
  invites: z.array(InviteView),
});
export type ShareView = z.infer<typeof ShareView>;

/** Body of `POST /api/join`: the link's code, how the device's person wants to be called, and the access code where one is asked. */
export const JoinRequest = z.strictObject({
  code: z.string().min(1).max(200),
  name: z.string().max(64).default(''),
  accessCode: z.string().max(64).default(''),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

/** Answer of `POST /api/join`. `sessionToken` opens the bridge for this device until it is withdrawn. */
export const JoinedDevice = z.object({
  sessionToken: z.string(),
  room: RoomName,
  role: ShareRole,
  identity: z.string(),
});
export type JoinedDevice = z.infer<typeof JoinedDevice>;

/** First subprotocol of a device's bridge socket; the session token is the second. The server answers with this one. */
export const deviceProtocol = 'parley-bridge';

/**
 * Why a device has no place in the talk any more: put out, or its link withdrawn; or away for so long that its place was given
 * up, and its link lets it in again or does not.
 */
export type DeviceEnd = 'removed' | 'awayLinkOpen' | 'awayLinkOver';

/** Close codes of the device's bridge socket, one for each: coming back with the same session is no use. */
export const deviceEndCodes: Readonly<Record<DeviceEnd, number>> = {
  removed: 4403,
  awayLinkOpen: 4408,
  awayLinkOver: 4410,
};

/** Which end a close code tells of; null: the connection was lost, and may be made again. */
export function deviceEndOf(closeCode: number): DeviceEnd | null {
  const ends = Object.keys(deviceEndCodes) as DeviceEnd[];
  return ends.find((end) => deviceEndCodes[end] === closeCode) ?? null;
}

const linkTimeWords = 'A link lasts from 1 second to 7 days.';

/** The owner's links. */
export const shareMethods = {
  /** Opens the origin if it is closed. @throws share/… when no link can be opened: no network, a certificate that does not fit */
  'share.createInvite': {
    input: z.object({
      room: RoomName.optional(),
      role: ShareRole.default('talk'),
      uses: z.number().int().min(1).max(1_000).nullable().default(1),
      ttlMs: z.number().int().min(1_000, linkTimeWords).max(604_800_000, linkTimeWords).default(600_000),
      /** Makes an access code besides, which is not in the link. */
      accessCode: z.boolean().default(false),
    }),
    output: InviteView,
    roles: ['owner'],
  },
  'share.listInvites': { input: z.void(), output: z.array(InviteView), roles: ['owner'] },
  /** Also puts out every device that came by it, within 2 s and for good. `code` may be the whole link. @throws share/unknown-invite */
  'share.revokeInvite': { input: z.object({ code: z.string().min(1).max(500) }), output: InviteView, roles: ['owner'] },
  /** While a room is locked its links let nobody new in; who came before may come back. */
  'share.setLocked': {
    input: z.object({ room: RoomName.optional(), locked: z.boolean() }),
    output: z.void(),
    roles: ['owner'],
  },
  /** Ends the talk for everybody: withdraws the room's links and closes the room. */
  'share.endTalk': { input: z.object({ room: RoomName.optional() }), output: z.void(), roles: ['owner'] },
} as const satisfies MethodTable;

/** Sharing as the owner's windows follow it, whole at each change. */
export const shareEvents = {
  'share.changed': { state: ShareView, payload: ShareView, roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;

/** Whether a device may use this method or event at all, whatever its role: an owner's phone talks and approves, no more. */
export const isForDevices = (name: string): boolean =>
  /^(talk|approvals)\.|^tools\.callChanged$/.test(name) && !/^talk\.key(?:Asked|Over|Pressed)$/.test(name);
