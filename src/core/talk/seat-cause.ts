/**
 * Why nobody sits in the agent's seat, in words, and who can mend it. Pure.
 *
 * Path: seat.ts could not bring an agent in -> here.
 */
import { AppError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';

/** A cause that no new process can mend. */
export const needsThePerson = (cause: WireError): boolean =>
  cause.code === 'provider/no-key' || cause.code === 'provider/unapproved' || cause.code === 'provider/wrong-key';

/** What stands in the log only is said to be there. */
export function seatCauseOf(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'agent/crashed', message: 'The assistant could not be started. The log has the details.' };
}
