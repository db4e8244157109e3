import { formatDuration } from '../text/format.ts';
import { useNow } from '../shell/use-now.ts';
import type { ReactNode } from 'react';
import { isRunning } from '../../contract/index.ts';
import type { CallView } from '../../contract/index.ts';

/** How long a call took, or how long it has been running. */
export function CallTime({ call }: { call: CallView }): ReactNode {
  const running = isRunning(call.status);
  const nowMs = useNow(running ? 100 : null);
  const durationMs = call.durationMs ?? Math.max(0, nowMs - call.startedAtMs);
  return <span className="call-time">{formatDuration(durationMs)}</span>;
}
