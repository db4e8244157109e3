/**
 * A call that waits for its owner, in words for a terminal: what will be sent, whole, and what changed about the tool.
 */
import { toExactText } from '../contract/exact-text.ts';
import type { Approval } from '../contract/approvals.ts';

/** `note` stands behind the tool's name. */
export function approvalText(approval: Approval, note: string): string {
  const danger = approval.destructive ? ' It says of itself that it may destroy data.' : '';
  return [
    `${toExactText(approval.server)} > ${toExactText(approval.tool)}${note}${danger}`,
    ...changeText(approval.changed),
    ...Object.entries(approval.arguments).map(
      ([name, value]) => `  ${toExactText(name)}: ${toExactText(JSON.stringify(value))}`,
    ),
  ].join('\n');
}

/** A call that a host keeps waiting, and how it is answered from here. */
export const waitingText = (approval: Approval): string =>
  approvalText(
    approval,
    ` waits for your approval, in the window or here: parley approve ${approval.id}  (or: parley deny ${approval.id})`,
  );

/** What is different about a tool that its owner knew otherwise. */
function changeText(changed: Approval['changed']): string[] {
  if (!changed) return [];
  const { before, now } = changed;
  const lines = ['  It is not as you last saw it.'];
  for (const field of ['title', 'description', 'inputSchema', 'annotations'] as const) {
    const [old, present] = [before && JSON.stringify(before[field]), JSON.stringify(now[field])];
    if (old === present) continue;
    if (old !== null) lines.push(`  ${field}, before: ${toExactText(old)}`);
    lines.push(`  ${field}, now: ${toExactText(present)}`);
  }
  return lines;
}
