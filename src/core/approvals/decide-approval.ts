/**
 * Whether a call runs, asks its owner, or is refused, as a pure choice.
 *
 * Path: core/mcp/call-tool.ts -> here.
 * Always: the owner's word on the tool stands over the server's; what its server calls destructive asks unless the tool itself
 * is allowed; a hint that makes things easier is believed only where the owner chose `auto`. What a guest asks for runs only
 * where it says that it reads and its server does not ask: what the owner allowed is allowed to the owner.
 */
import type { ServerApproval, ToolApproval } from '../../contract/index.ts';

/** What a decision is made from. `tool`: the owner's word on this tool, or null. */
export interface ApprovalQuestion {
  readonly server: ServerApproval;
  readonly tool: ToolApproval | null;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Its definition is not the one its owner last saw. */
  readonly changed: boolean;
  /** Somebody else than the owner asks for it. */
  readonly isGuest: boolean;
}

/** Whether the call runs at once, waits for its owner's answer, or is refused. */
export function decideApproval(question: ApprovalQuestion): 'run' | 'ask' | 'refuse' {
  const { server, tool, annotations, changed, isGuest } = question;
  if (tool === 'deny') return 'refuse';
  if (changed || tool === 'ask') return 'ask';
  if (isGuest && !isReadOnly(annotations)) return 'ask';
  if (tool === 'allow' && !isGuest) return 'run';
  if (isDestructive(annotations)) return 'ask';
  switch (server) {
    case 'ask':
      return 'ask';
    case 'auto':
      return isReadOnly(annotations) ? 'run' : 'ask';
    case 'allow':
      return 'run';
  }
}

const isReadOnly = (annotations: Readonly<Record<string, unknown>>): boolean => annotations['readOnlyHint'] === true;

/** Its server says so explicitly; the protocol's default (true) is not meant. */
export const isDestructive = (annotations: Readonly<Record<string, unknown>>): boolean =>
  annotations['destructiveHint'] === true;

/**
 * Whether the owner may allow it without having looked at its arguments. Only what its server vouches for: where a hint is
 * missing, the protocol's default counts. A guest may have led up to the words.
 */
export const mayAllowAloud = ({
  annotations,
  changed,
  isGuest,
}: Pick<ApprovalQuestion, 'annotations' | 'changed' | 'isGuest'>): boolean =>
  !changed &&
  !isGuest &&
  !isDestructive(annotations) &&
  (isReadOnly(annotations) || annotations['destructiveHint'] === false);
