/**
 * Stored conversations across the bridge.
 *
 * Always: a conversation is the talk of one room from its first turn to its last: the next turn begins a new one when the
 * room was silent for half an hour. Nothing is stored while the setting `history.keep` is off.
 */
import { z } from 'zod';
import { ConversationId, RoomName } from './ids.ts';
import { Turn } from './talk.ts';
import type { EventTable, MethodTable } from './table.ts';

/** A conversation in a list. */
export const Conversation = z.object({
  id: ConversationId,
  room: RoomName,
  /** The first words a person said in it, cut to 80 characters; '' while nobody has. */
  title: z.string(),
  startedAtMs: z.number(),
  /** Start of its latest turn. */
  endedAtMs: z.number(),
  turns: z.number().int(),
  /** Where a search found its words, with a little around them; null without a search. */
  found: z.string().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

/** `markdown` to read, `json` for programs: the conversation as `history.show` gives it. */
export const ExportFormat = z.enum(['markdown', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** The owner's conversations. */
export const historyMethods = {
  /** Latest first; `beforeMs` (an `endedAtMs`) pages on. `search`: each word must occur in one turn, also as a beginning. */
  'history.list': {
    input: z.object({
      search: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(1000).optional(),
      beforeMs: z.number().optional(),
    }),
    output: z.array(Conversation),
    roles: ['owner'],
  },
  /** @throws history/unknown-conversation */
  'history.show': {
    input: z.object({ id: ConversationId }),
    output: z.object({ conversation: Conversation, turns: z.array(Turn) }),
    roles: ['owner'],
  },
  /** The whole as a text to save under `fileName`. @throws history/unknown-conversation */
  'history.export': {
    input: z.object({ id: ConversationId, format: ExportFormat }),
    output: z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() }),
    roles: ['owner'],
  },
  /** One, or all. What is deleted is gone from the disk too. @throws history/unknown-conversation */
  'history.delete': {
    input: z.union([z.strictObject({ id: ConversationId }), z.strictObject({ all: z.literal(true) })]),
    output: z.object({ deleted: z.number().int() }),
    roles: ['owner'],
  },
} as const satisfies MethodTable;

/** Some conversation was begun, grew or was deleted: ask for the list again. At most once a second. */
export const historyEvents = {
  'history.changed': { state: z.null(), payload: z.null(), roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;
