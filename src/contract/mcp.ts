/**
 * MCP servers across the bridge: the settings entry, what a window shows of a server, and the owner's methods on them.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import { ServerName } from './ids.ts';
import { isRecord } from './is-record.ts';
import type { EventTable, MethodTable } from './table.ts';

/** How calls of a server are decided: ask every time; believe its read-only hints; run what is not explicitly destructive. */
export const ServerApproval = z.enum(['ask', 'auto', 'allow']);
export type ServerApproval = z.infer<typeof ServerApproval>;

/** The owner's word on one tool; stands over the server's. */
export const ToolApproval = z.enum(['ask', 'allow', 'deny']);
export type ToolApproval = z.infer<typeof ToolApproval>;

/**
 * One entry of `mcpServers`, in the shape every MCP client uses plus ours (`approval`, `enabled`, `timeoutMs`).
 * Values may hold `${secret:NAME}`. Unknown fields are kept as they are.
 */
export const ServerEntry = z
  .looseObject({
    command: z.string().min(1).optional(),
    args: z.array(z.string()).optional(),
    env: z.record(z.string(), z.string()).optional(),
    cwd: z.string().optional(),
    type: z.enum(['stdio', 'http', 'streamable-http', 'sse', 'ws', 'websocket']).optional(),
    url: z.url().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    approval: ServerApproval.optional(),
    enabled: z.boolean().optional(),
    timeoutMs: z.number().int().min(100).max(3_600_000).optional(),
  })
  .refine((entry) => (entry.command === undefined) !== (entry.url === undefined), {
    message: 'A server needs either "command" (a local program) or "url" (an address), not both.',
  });
export type ServerEntry = z.infer<typeof ServerEntry>;

/** What a server is doing; `unapproved`: its owner has yet to look at its entry. */
export const ServerState = z.enum(['unapproved', 'stopped', 'starting', 'ready', 'failed', 'stopping']);
export type ServerState = z.infer<typeof ServerState>;

/** The protocol era that was negotiated: the stateless one by its revision, or `legacy` (2025-11-25 and older). */
export const Era = z.enum(['2026-07-28', 'legacy']);
export type Era = z.infer<typeof Era>;

/** What is shown of one server. `tools` counts the last known ones, also while it reconnects. */
export const ServerView = z.object({
  name: ServerName,
  state: ServerState,
  tools: z.number().int(),
  era: Era.nullable(),
  cause: WireError.nullable(),
  retryAtMs: z.number().nullable(),
  pid: z.number().nullable(),
  version: z.string().nullable(),
  lastReadyAtMs: z.number().nullable(),
  approval: ServerApproval,
  enabled: z.boolean(),
  entry: ServerEntry,
});
export type ServerView = z.infer<typeof ServerView>;

/** A tool of a server as its owner sees it. `modelName` is the name the model calls it by. */
export const ToolView = z.object({
  name: z.string(),
  modelName: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  annotations: z.record(z.string(), z.unknown()),
  approval: ToolApproval.nullable(),
});
export type ToolView = z.infer<typeof ToolView>;

/** A server with all of its tools. */
export const ServerDetail = ServerView.extend({
  toolList: z.array(ToolView),
  capabilities: z.record(z.string(), z.unknown()),
});
export type ServerDetail = z.infer<typeof ServerDetail>;

/** The steps of a connection test, in their order: a local program is found and started, any server answers and lists its tools. */
export const TestStepName = z.enum(['found', 'started', 'answered', 'listed']);
export type TestStepName = z.infer<typeof TestStepName>;

/** A step of a connection test that passed, with what it showed. */
export const TestStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('found'), program: z.string() }),
  z.object({ step: z.literal('started'), pid: z.number().int() }),
  z.object({ step: z.literal('answered'), era: Era, version: z.string().nullable() }),
  z.object({ step: z.literal('listed'), tools: z.number().int() }),
]);
export type TestStep = z.infer<typeof TestStep>;

/** Minted by who asks for a test, so that its steps are told from those of another one. */
export const TestId = z.string().min(1).max(64);
export type TestId = z.infer<typeof TestId>;

/** How far a connection test is: the steps that passed, and the one under way. */
export const TestProgress = z.object({ steps: z.array(TestStep), at: TestStepName.nullable() });
export type TestProgress = z.infer<typeof TestProgress>;

/** What a real connection test found; `cause` says why not, `failedAt` at which step, where it came to one. */
export const TestReport = z.object({
  ok: z.boolean(),
  era: Era.nullable(),
  version: z.string().nullable(),
  capabilities: z.record(z.string(), z.unknown()),
  tools: z.array(z.string()),
  cause: WireError.nullable(),
  steps: z.array(TestStep),
  failedAt: TestStepName.nullable(),
});
export type TestReport = z.infer<typeof TestReport>;

/** The server's `CallToolResult`, as it returned it. */
export const ToolResult = z.looseObject({
  content: z.array(z.looseObject({ type: z.string() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});
export type ToolResult = z.infer<typeof ToolResult>;

/** As they came, field for field: a record's schema would drop a field named `__proto__` without a word. */
const CallArguments = z.custom<Record<string, unknown>>(isRecord, 'The arguments must be one JSON object.');

/** The owner's acts on servers. Adding an entry or changing one approves it. */
export const mcpMethods = {
  'mcp.list': { input: z.void(), output: z.array(ServerView), roles: ['owner'] },
  'mcp.show': { input: z.object({ name: ServerName }), output: ServerDetail, roles: ['owner'] },
  'mcp.add': {
    input: z.object({ name: ServerName, entry: ServerEntry, replace: z.boolean().optional() }),
    output: ServerView,
    roles: ['owner'],
  },
  /** `entry`: the one that was shown to the owner; another one is not approved. */
  'mcp.approve': {
    input: z.object({ name: ServerName, entry: ServerEntry.optional() }),
    output: ServerView,
    roles: ['owner'],
  },
  /** `secrets`: the keys that went with it, those that only it had; adding the very same entry again brings them back. */
  'mcp.remove': {
    input: z.object({ name: ServerName }),
    output: z.object({ secrets: z.array(z.string()) }),
    roles: ['owner'],
  },
  'mcp.setEnabled': {
    input: z.object({ name: ServerName, enabled: z.boolean() }),
    output: ServerView,
    roles: ['owner'],
  },
  'mcp.setApproval': {
    input: z.object({ name: ServerName, approval: ServerApproval }),
    output: ServerView,
    roles: ['owner'],
  },
  'mcp.setToolApproval': {
    input: z.object({ name: ServerName, tool: z.string(), approval: ToolApproval.nullable() }),
    output: ServerDetail,
    roles: ['owner'],
  },
  'mcp.restart': { input: z.object({ name: ServerName }), output: ServerView, roles: ['owner'] },
  'mcp.logs': { input: z.object({ name: ServerName }), output: z.array(z.string()), roles: ['owner'] },
  /** With a `testId` its steps are told by `mcp.testProgressed` as they pass. */
  'mcp.test': {
    input: z.union([
      z.object({ name: ServerName, testId: TestId.optional() }),
      z.object({ entry: ServerEntry, testId: TestId.optional() }),
    ]),
    output: TestReport,
    roles: ['owner'],
  },
  'mcp.call': {
    input: z.object({ name: ServerName, tool: z.string(), arguments: CallArguments }),
    output: ToolResult,
    roles: ['owner'],
  },
} as const satisfies MethodTable;

/** The servers as a window follows them. */
export const mcpEvents = {
  /** Every server, whole, at each change of any. */
  'mcp.serversChanged': { state: z.array(ServerView), payload: z.array(ServerView), roles: ['owner'], scope: 'global' },
  /** How far a connection test is, told to the connection that asked for it; the whole of it each time. */
  'mcp.testProgressed': {
    state: z.null(),
    payload: TestProgress.extend({ testId: TestId }),
    roles: ['owner'],
    scope: 'connection',
  },
} as const satisfies EventTable;
