/**
 * What passes between the database's client and its worker thread.
 */
import type {
  CallId,
  CallRecord,
  Conversation,
  LogFilter,
  LogQuery,
  ToolApproval,
  Turn,
} from '../../contract/index.ts';

export type CallQuery = LogQuery & { readonly limit: number };

export interface ConversationQuery {
  readonly limit: number;
  readonly beforeMs?: number;
  readonly search?: string;
}

/** Rows as they are stored. `seal` is '' where none was put. */
export interface ToolApprovalRow {
  readonly tool: string;
  readonly approval: ToolApproval;
  readonly seal: string;
}
/** `definition`: JSON. */
export interface ToolPinRow {
  readonly tool: string;
  readonly hash: string;
  readonly definition: string;
  readonly seal: string;
}

/** `invite`: JSON. */
export interface InviteRow {
  readonly codeHash: string;
  readonly invite: string;
  readonly seal: string;
}

export interface ConversationWithTurns {
  readonly conversation: Conversation;
  readonly turns: Turn[];
}

/** One operation: its input and its output. */
export interface Operations {
  entryGrant: { input: { server: string }; output: { hash: string; seal: string } | null };
  approveEntry: { input: { server: string; hash: string; seal: string; nowMs: number }; output: null };
  forgetServer: { input: { server: string }; output: null };
  toolApprovals: { input: { server: string }; output: ToolApprovalRow[] };
  setToolApproval: {
    input: { server: string; tool: string; approval: ToolApproval | null; seal: string };
    output: null;
  };
  toolPins: { input: { server: string }; output: ToolPinRow[] };
  pinTools: { input: { server: string; pins: ToolPinRow[] }; output: null };
  recall: { input: { server: string; launch: string }; output: { memory: string; seal: string } | null };
  remember: { input: { server: string; launch: string; memory: string; seal: string }; output: null };
  forgetMemory: { input: { server: string }; output: null };
  loadInvites: { input: null; output: InviteRow[] };
  saveInvite: { input: InviteRow & { createdAtMs: number }; output: null };
  forgetInvite: { input: { codeHash: string }; output: null };
  lockedRooms: { input: null; output: string[] };
  setLocked: { input: { room: string; isLocked: boolean }; output: null };
  countCalls: { input: LogFilter; output: { total: number; latest: CallId | null } };
  listCalls: { input: CallQuery; output: CallRecord[] };
  getCall: { input: { id: string }; output: CallRecord | null };
  latestConversation: { input: { room: string; limit: number }; output: ConversationWithTurns | null };
  listConversations: { input: ConversationQuery; output: Conversation[] };
  showConversation: { input: { id: string }; output: ConversationWithTurns | null };
  deleteConversations: { input: { id: string | null }; output: number };
}

export type Operation = keyof Operations;

/** Something to append; many go in one transaction. */
export type Append =
  | { readonly type: 'call'; readonly record: CallRecord }
  | {
      readonly type: 'turn';
      readonly room: string;
      readonly conversation: string;
      readonly title: string;
      readonly turn: Turn;
    }
  | { readonly type: 'end'; readonly room: string };

export type ToWorker =
  | { readonly type: 'append'; readonly items: readonly Append[] }
  | { readonly type: 'run'; readonly id: number; readonly operation: Operation; readonly input: unknown }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'opened'; readonly setAside: string | null }
  | { readonly type: 'unusable'; readonly reason: string }
  | { readonly type: 'appended'; readonly count: number; readonly dropped: number; readonly reason: string | null }
  | { readonly type: 'done'; readonly id: number; readonly output: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };
