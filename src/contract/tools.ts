/**
 * Tools as the agent and the log see them: the catalogue offered to the model, one call method, and call records.
 */
import { z } from 'zod';
import { CallId, RoomName, ServerName, TurnId } from './ids.ts';
import type { EventTable, MethodTable } from './table.ts';

/** One function offered to the model. `name` is legal for every provider: `[a-zA-Z0-9_-]{1,64}`, unique. */
export const CatalogueTool = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  server: ServerName,
  tool: z.string(),
});
export type CatalogueTool = z.infer<typeof CatalogueTool>;

/** How a call was let through or stopped. `not-needed`: the policy ran it; `once`/`always`: the owner's click. */
export const CallApproval = z.enum(['not-needed', 'once', 'always', 'denied', 'expired', 'refused-by-policy']);
export type CallApproval = z.infer<typeof CallApproval>;

/** How far a call has come; the last four are its end. */
export const CallStatus = z.enum(['checking', 'awaiting-approval', 'running', 'done', 'failed', 'denied', 'cancelled']);
export type CallStatus = z.infer<typeof CallStatus>;

/** A call as it happens, for the tool stream on every device. Arguments and results are whole up to 4 KB, then cut. */
export const CallView = z.object({
  id: CallId,
  server: z.string(),
  tool: z.string(),
  status: CallStatus,
  arguments: z.string(),
  result: z.string().nullable(),
  error: z.string().nullable(),
  startedAtMs: z.number(),
  durationMs: z.number().nullable(),
  turnId: TurnId.nullable(),
});
export type CallView = z.infer<typeof CallView>;

/**
 * A finished call as the log keeps it. `result` is the server's `CallToolResult` (null when it never answered). `device`: the
 * name, as the others saw it, of the device that asked.
 */
export const CallRecord = z.object({
  id: CallId,
  server: z.string(),
  tool: z.string(),
  arguments: z.unknown(),
  result: z.unknown(),
  error: z.string().nullable(),
  startedAtMs: z.number(),
  durationMs: z.number(),
  room: z.string().nullable(),
  device: z.string().nullable(),
  approval: CallApproval,
});
export type CallRecord = z.infer<typeof CallRecord>;

/** What the model is told of a call: text, and whether it is an error. */
export const ModelResult = z.object({ callId: CallId, text: z.string(), isError: z.boolean() });
export type ModelResult = z.infer<typeof ModelResult>;

/** The agent's way to tools. */
export const toolMethods = {
  /** The agent's one way to a tool. `attempt` makes a repeated request of a replaced agent find the call it already made. */
  'tools.call': {
    input: z.object({
      room: RoomName,
      name: z.string(),
      arguments: z.string().max(1_000_000),
      turnId: TurnId.nullable(),
      attempt: z.string().max(128),
      device: z.string().nullable(),
    }),
    output: ModelResult,
    roles: ['agent'],
  },
} as const satisfies MethodTable;

/** The catalogue for agents, calls for everyone in their room, and what enters the log. */
export const toolEvents = {
  'tools.catalogueChanged': {
    state: z.array(CatalogueTool),
    payload: z.array(CatalogueTool),
    roles: ['agent'],
    scope: 'global',
  },
  /** One call that changed; the state holds the talk's latest 200, oldest first. */
  'tools.callChanged': {
    state: z.array(CallView),
    payload: CallView,
    roles: ['owner', 'talk', 'listen'],
    scope: 'room',
  },
  /** A record that entered the log; the state is empty, the log is paged by `log.list`. */
  'log.added': { state: z.null(), payload: CallRecord, roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;
