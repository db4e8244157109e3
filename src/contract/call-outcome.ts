/**
 * What became of a call, decided in one place for store, window and program. Pure, and without a schema: a thread that only
 * stores need not load them.
 */
import type { CallOutcome } from './log.ts';
import type { CallRecord, CallStatus } from './tools.ts';

/** What became of this call. A tool that answered with an error is told from a call that failed, though both have error words. */
export function callOutcome(record: Pick<CallRecord, 'approval' | 'error' | 'result'>): CallOutcome {
  if (record.approval === 'denied' || record.approval === 'refused-by-policy') return 'denied';
  if (record.approval === 'expired') return 'expired';
  const { result } = record;
  if (typeof result === 'object' && result !== null && 'isError' in result && result.isError === true)
    return 'toolError';
  return record.error === null ? 'done' : 'failed';
}

/** Whether the call still goes on, so that its time runs and its end is still to come. */
export function isRunning(status: CallStatus): boolean {
  return status === 'checking' || status === 'running' || status === 'awaiting-approval';
}
