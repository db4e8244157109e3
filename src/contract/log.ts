/**
 * The tool-call log as its owner reads it: filtered, counted, paged by cursor.
 *
 * Always: newest first; a cursor stays true while calls are added, so that nothing is shown twice or left out.
 */
import { z } from 'zod';
import { CallId } from './ids.ts';
import { CallRecord } from './tools.ts';
import type { MethodTable } from './table.ts';

/** What became of a call. `toolError`: the tool itself answered with an error; `expired`: nobody answered the approval. */
export const CallOutcome = z.enum(['done', 'toolError', 'failed', 'denied', 'expired']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** Which calls; each member narrows. `search` is full text over server, device, tool, arguments, result and error. */
export const LogFilter = z.object({
  server: z.string().optional(),
  outcome: CallOutcome.optional(),
  /** Not before this moment. */
  sinceMs: z.number().optional(),
  /** Before this moment. */
  beforeMs: z.number().optional(),
  search: z.string().max(200).optional(),
});
export type LogFilter = z.infer<typeof LogFilter>;

/** A place in the log: between this call and the next older one. */
export const CallCursor = z.object({ startedAtMs: z.number(), id: CallId });
export type CallCursor = z.infer<typeof CallCursor>;

/** What of the log is wanted. */
export const LogQuery = LogFilter.extend({
  limit: z.number().int().min(1).max(1000).optional(),
  /** Only calls older than this one: the next page. */
  after: CallCursor.optional(),
  /** Only this call and those that entered the log before it: the log as it was then. */
  asOf: CallId.optional(),
  /** So many of them are passed over. */
  skip: z.number().int().min(0).optional(),
  /** Long arguments and results are cut; the whole is read by id. */
  brief: z.boolean().optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** The owner's way to the log. */
export const logMethods = {
  /** A page without `brief` may be shorter than `limit` where records are large; only an empty one is the end. */
  'log.list': { input: LogQuery, output: z.array(CallRecord), roles: ['owner'] },
  /**
   * How many calls there are, the one that entered the log last (not always the one that started last), and the newest of
   * them, briefly, as many as were asked for: what opens a window in one question.
   */
  'log.count': {
    input: LogFilter.extend({ first: z.number().int().min(1).max(500).optional() }),
    output: z.object({ total: z.number().int(), latest: CallId.nullable(), first: z.array(CallRecord) }),
    roles: ['owner'],
  },
  'log.show': { input: z.object({ id: CallId }), output: CallRecord, roles: ['owner'] },
} as const satisfies MethodTable;
