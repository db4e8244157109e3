/**
 * Branded names and ids, so that a call's id is never passed where a turn's is meant.
 */
import { z } from 'zod';

const serverNameWords = 'A server name has 1 to 64 visible characters.';

/** The user's name of an MCP server: 1–64 visible characters, no control characters, no leading or trailing space. */
export const ServerName = z
  .string()
  .min(1, serverNameWords)
  .max(64, serverNameWords)
  .regex(/^[^\p{C}\s](?:[^\p{C}]*[^\p{C}\s])?$/u, serverNameWords)
  .brand<'ServerName'>();
export type ServerName = z.infer<typeof ServerName>;

/** A tool call, from the moment it is made. */
export const CallId = z.string().min(1).max(64).brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

/** A turn of a person or of the assistant. */
export const TurnId = z.string().min(1).max(64).brand<'TurnId'>();
export type TurnId = z.infer<typeof TurnId>;

/** A stored conversation. */
export const ConversationId = z.string().min(1).max(64).brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;

/** A room's persistent name: 1–64 of letters, digits, dot, dash, underscore. */
export const RoomName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A room name has 1 to 64 letters, digits, dots, dashes or underscores.')
  .brand<'RoomName'>();
export type RoomName = z.infer<typeof RoomName>;

/** Who may use a method or event; the same words as in invites. `agent` is the agent process. */
export const Role = z.enum(['owner', 'talk', 'listen', 'agent']);
export type Role = z.infer<typeof Role>;

/** The room a window, `ask` and tokens mean when none is named. */
export const defaultRoom = RoomName.parse('main');
