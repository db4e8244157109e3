/**
 * Whether and when a refused request to a stage is sent again. Pure.
 *
 * Always: an empty account, a wrong key or a bad request is not tried again; `Retry-After` is honoured up to a cap, since a
 * person waits. Source: F18; FACTS (a 429 is a rate limit or an empty account: only the body's code tells).
 */

export interface RetryTiming {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** From the request to the answer's first byte. */
  readonly headersTimeoutMs: number;
}

export const defaultRetryTiming: RetryTiming = {
  attempts: 3,
  firstDelayMs: 250,
  longestDelayMs: 3000,
  headersTimeoutMs: 8000,
};

const passingStatuses = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const emptyAccount = new Set(['insufficient_quota', 'billing_hard_limit_reached']);

/** Wait before attempt `attempt` + 1, ms; null: the answer stands. `status` is null where no answer came at all. */
export function retryInMs(
  failure: { status: number | null; code: string; retryAfter: string | null },
  attempt: number,
  timing: RetryTiming,
): number | null {
  if (attempt >= timing.attempts) return null;
  const { status, code, retryAfter } = failure;
  if (status !== null && (!passingStatuses.has(status) || emptyAccount.has(code))) return null;
  const seconds = retryAfter === null || retryAfter.trim() === '' ? Number.NaN : Number(retryAfter);
  const askedMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : timing.firstDelayMs * 2 ** (attempt - 1);
  return Math.min(timing.longestDelayMs, askedMs);
}
