/**
 * What is wrong with something a client sent, in the service's own terms, read from what its schema complained about.
 *
 * Path: Realtime events and REST requests -> here. Pure.
 */
import type { z } from 'zod';

/** What is wrong with a client event or a REST request, in the service's own terms. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
  /** The client's own id of the event; null on REST. */
  readonly eventId: string | null;
}

type Issue = z.core.$ZodIssue;

/** The refusal of a value its schema does not allow; `subject` names it, as in "Invalid event". */
export function toRefusal(error: z.ZodError, subject: string, eventId: string | null): Refusal {
  const issue = deepestIssue(error.issues);
  const param = issue.path.map(String).join('.') || null;
  const message = `Invalid ${subject}: ${param ? `'${param}': ` : ''}${issue.message}`;
  return { code: codeOf(issue), message, param, eventId };
}

/** Of a union's complaints the one that got furthest is the one that helps. */
function deepestIssue(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Issue {
  const first = issues[0];
  if (!first) return { code: 'custom', path: [], message: 'invalid value', input: undefined };
  const path = [...prefix, ...first.path];
  if (first.code === 'invalid_union' && first.errors.length > 0) {
    const inner = first.errors.map((branch) => deepestIssue(branch, path));
    return inner.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best));
  }
  return { ...first, path };
}

function codeOf(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return 'unknown_parameter';
  if (issue.code === 'invalid_type') {
    return issue.message.includes('received undefined') ? 'missing_required_parameter' : 'invalid_type';
  }
  return 'invalid_value';
}
