/**
 * Refusals over HTTP, in the service's error shape.
 *
 * Path: front desk and stages -> here. `Refused` is thrown by what reads a request and caught where it is answered.
 */
import { toServiceError } from '../faults.ts';
import type { Faults, ServiceError } from '../faults.ts';
import type { Refusal } from '../refusal.ts';

export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** A request that cannot be done: the status and what is wrong. */
export class Refused extends Error {
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, code: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.refusal = { code, message, param, eventId: null };
  }
}

const known: Readonly<Record<number, readonly [type: string, code: string, message: string]>> = {
  401: ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'],
  404: ['invalid_request_error', 'unknown_url', 'Unknown request URL.'],
  405: ['invalid_request_error', 'method_not_supported', 'This method is not allowed here.'],
  429: ['rate_limit_error', 'rate_limit_exceeded', 'Rate limit reached. Please try again later.'],
};

/** How the service words a status. */
export function toErrorBody(status: number, error?: ServiceError): ErrorBody {
  if (error) return { error: { ...toServiceError(error), param: null } };
  const [type, code, message] = known[status] ?? ['server_error', 'server_error', 'The server had an error.'];
  return { error: { message, type, param: null, code } };
}

export function toRefusedBody({ refusal }: Refused): ErrorBody {
  const { message, param, code } = refusal;
  return { error: { message, type: 'invalid_request_error', param, code } };
}

export function toErrorHeaders(retryAfterSeconds?: number): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** A whole HTTP answer for an upgrade that is refused. */
export function toRawAnswer(status: number, faults: Faults): string {
  const body = JSON.stringify(toErrorBody(status));
  const headers = {
    ...toErrorHeaders(faults.retryAfterSeconds),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${String(status)} Refused`, ...lines, '', body].join('\r\n');
}
