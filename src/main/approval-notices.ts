/**
 * Tells of a call that waits for the owner by a notification of the system, where no window of ours is looked at.
 *
 * Path: bridge `approvals.changed` -> here -> Electron's notifications; a click -> the conversation, which shows what waits.
 * Always: one for each call, gone when the call waits no longer; nothing is answered from it, because the arguments are seen
 * in the window only. Source: REQUIREMENTS M12.
 */
import path from 'node:path';
import { toExactText } from '../contract/index.ts';
import type { Approval, Bridge, CallId } from '../contract/index.ts';
import type { ElectronSlice, SliceNotification } from './electron-slice.ts';

export interface ApprovalNoticesParts {
  readonly bridge: Bridge;
  /** Holds `icon.png`. */
  readonly resourcesDir: string;
  showWindow(): void;
}

/** Of each name, so that a long one does not push the other out. */
const mostCharacters = 40;

/** Returns what ends it. */
export function followApprovals(
  { Notification, BrowserWindow }: Pick<ElectronSlice, 'Notification' | 'BrowserWindow'>,
  parts: ApprovalNoticesParts,
): () => void {
  const icon = path.join(parts.resourcesDir, 'icon.png');
  // What waits; null: it opened under the person's eyes.
  let notices = new Map<CallId, SliceNotification | null>();

  const tell = (approval: Approval): SliceNotification | null => {
    if (BrowserWindow.getFocusedWindow() !== null) return null;
    const notice = new Notification({ ...approvalNoticeWords(approval), icon, timeoutType: 'never' });
    notice.on('click', parts.showWindow);
    notice.show();
    return notice;
  };
  const follow = (waiting: readonly Approval[]): void => {
    const before = notices;
    notices = new Map(waiting.map((approval) => [approval.id, before.get(approval.id) ?? null]));
    for (const [id, notice] of before) if (!notices.has(id)) notice?.close();
    for (const approval of waiting) if (!before.has(approval.id)) notices.set(approval.id, tell(approval));
  };
  const end = parts.bridge.subscribe('approvals.changed', (message) => {
    follow(message.type === 'state' ? message.state : message.payload);
  });
  return () => {
    end();
    follow([]);
  };
}

/** The names stand in the title: unlike the body, no system reads markup in it. */
export function approvalNoticeWords({ tool, server }: Pick<Approval, 'tool' | 'server'>): {
  title: string;
  body: string;
} {
  return {
    title: `Parley needs your OK: ${shorten(tool)} of ${shorten(server)}`,
    body: 'Click to see what it would do. The arguments are in the window.',
  };
}

function shorten(name: string): string {
  const shown = [...toExactText(name)];
  return shown.length > mostCharacters ? `${shown.slice(0, mostCharacters - 1).join('')}…` : shown.join('');
}
