/**
 * Rooms and tokens across the bridge.
 */
import { z } from 'zod';
import { RoomName } from './ids.ts';
import type { MethodTable } from './table.ts';

/** An open room as LiveKit knows it. */
export const RoomView = z.object({ name: RoomName, participants: z.number().int(), createdAtMs: z.number() });
export type RoomView = z.infer<typeof RoomView>;

/** Somebody in a room; `publishing`: has a track there. */
export const ParticipantView = z.object({
  identity: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'agent']),
  joinedAtMs: z.number(),
  publishing: z.boolean(),
});
export type ParticipantView = z.infer<typeof ParticipantView>;

/** Roles a token may carry; an owner's token also allows data (typed turns on `lk.chat`). */
export const TokenRole = z.enum(['owner', 'talk', 'listen']);
export type TokenRole = z.infer<typeof TokenRole>;

/** A token, where it is good, and until when it lets its holder join. */
export const MintedToken = z.object({
  token: z.string(),
  livekitUrl: z.string(),
  room: RoomName,
  identity: z.string(),
  expiresAtMs: z.number(),
});
export type MintedToken = z.infer<typeof MintedToken>;

/** Whether this is its owner, in whichever window or by typed words; tokens for others never carry such an identity. */
export const isOwnerIdentity = (identity: string): boolean => identity === 'owner' || identity.startsWith('owner-');

const tokenTimeWords = 'A token lasts from 1 second to 24 hours.';

/** Rooms, who is in them, and tokens for them. */
export const roomMethods = {
  'rooms.list': { input: z.void(), output: z.array(RoomView), roles: ['owner'] },
  'rooms.create': { input: z.object({ room: RoomName }), output: RoomView, roles: ['owner'] },
  'rooms.show': { input: z.object({ room: RoomName }), output: z.array(ParticipantView), roles: ['owner'] },
  'rooms.delete': { input: z.object({ room: RoomName }), output: z.void(), roles: ['owner'] },
  'rooms.removeParticipant': {
    input: z.object({ room: RoomName, identity: z.string() }),
    output: z.void(),
    roles: ['owner'],
  },
  /** Mutes what the participant's microphone sends; it can unmute itself. */
  'rooms.muteParticipant': {
    input: z.object({ room: RoomName, identity: z.string() }),
    output: z.void(),
    roles: ['owner'],
  },
  /** Mints a token; a role that may speak also brings the agent in. Identities `agent`, `owner` and those that begin with them and a dash are refused. */
  'rooms.mintToken': {
    input: z.object({
      room: RoomName,
      identity: z.string().min(1).max(64),
      role: TokenRole.optional(),
      ttlMs: z.number().int().min(1_000, tokenTimeWords).max(86_400_000, tokenTimeWords).optional(),
    }),
    output: MintedToken,
    roles: ['owner'],
  },
} as const satisfies MethodTable;
