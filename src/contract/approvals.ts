/**
 * Approvals across the bridge: calls that wait for the owner, and the owner's answer.
 */
import { z } from 'zod';
import { CallId, RoomName } from './ids.ts';
import type { EventTable, MethodTable } from './table.ts';

/** A tool as its server defines it: all that the owner's permission is bound to. */
export const ToolWords = z.object({
  title: z.string().nullable(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  annotations: z.record(z.string(), z.unknown()),
});
export type ToolWords = z.infer<typeof ToolWords>;

/** A call that waits. `arguments` is what will be sent, whole; nothing else is ever sent under this id. */
export const Approval = z.object({
  id: CallId,
  server: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** The server's own words on the tool, or '' where it has none. */
  description: z.string(),
  destructive: z.boolean(),
  /** Not null: the tool is not as its owner last saw it. `before` is null where only that is known. */
  changed: z.object({ before: ToolWords.nullable(), now: ToolWords }).nullable(),
  room: RoomName.nullable(),
  /** The owner may also answer in the talk, with their own voice; where not, it has to be looked at. */
  byVoice: z.boolean(),
  requestedAtMs: z.number(),
  expiresAtMs: z.number(),
});
export type Approval = z.infer<typeof Approval>;

/** The owner's word on a waiting call: this once, from now on, or no. */
export const ApprovalAnswer = z.enum(['once', 'always', 'deny']);
export type ApprovalAnswer = z.infer<typeof ApprovalAnswer>;

/** The owner's look at what waits, and the answer. */
export const approvalMethods = {
  'approvals.list': { input: z.void(), output: z.array(Approval), roles: ['owner'] },
  'approvals.answer': { input: z.object({ id: CallId, answer: ApprovalAnswer }), output: z.void(), roles: ['owner'] },
} as const satisfies MethodTable;

/** Everything that waits, whole, at each change. */
export const approvalEvents = {
  'approvals.changed': { state: z.array(Approval), payload: z.array(Approval), roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;
