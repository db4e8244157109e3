/**
 * Why nobody sits in the agent's seat, in words, and who can mend it. Pure.
 *
 * Path: seat.ts could not bring an agent in -> here.
 */
import { AppError } from '../../contract/index.ts';
import type { ErrorCode, WireError } from '../../contract/index.ts';

/** Causes that no new process can mend. */
const forThePerson: readonly ErrorCode[] = [
  'provider/no-key',
  'provider/unapproved',
  'provider/wrong-key',
  'provider/no-realtime',
  'provider/unknown-model',
];

export const needsThePerson = ({ code }: WireError): boolean => forThePerson.includes(code);

/** What stands in the log only is said to be there. */
export function seatCauseOf(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'agent/crashed', message: 'The assistant could not be started. The log has the details.' };
}
