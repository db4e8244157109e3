/**
 * Faults on demand: what the simulated provider can be told to do wrong.
 *
 * Tests set them through the provider's handle, also in mid-talk; each is read at the moment it would act. None is set by itself.
 */

/** An error as the service words it; `code` is what the client acts on. */
export interface ServiceError {
  readonly code: string;
  readonly type?: string;
  readonly message?: string;
}

/** The REST endpoints, one per stage of a pipeline. */
export type Stage = 'transcription' | 'completion' | 'speech';

/** What one stage does wrong. It is read when a request comes in and holds for that request. */
export interface StageFault {
  /** Only this many requests are struck, counted from when the faults were set; all of them where it is left out. */
  readonly times?: number;
  /** The answer begins this much later, a refusal too. */
  readonly delayMs?: number;
  /** Answered with this status instead, worded by `error` or as the service words it. */
  readonly httpStatus?: number;
  readonly error?: ServiceError;
  /** Sent as `Retry-After` beside `httpStatus`. */
  readonly retryAfterSeconds?: number;
  /** The request is taken and never answered, not even with a status. */
  readonly silent?: boolean;
  /** The answer's body goes silent after this many bytes and stays open. A shorter body is not touched. */
  readonly silentAfterBytes?: number;
  /** The connection is torn down after this many bytes of the answer's body. A shorter body is not touched. */
  readonly dropAfterBytes?: number;
  /** Completes with nothing in it: no words heard, no words said, no sound. */
  readonly empty?: boolean;
}

export interface Faults {
  /** What is wrong with one stage of REST only. */
  readonly transcription?: StageFault;
  readonly completion?: StageFault;
  readonly speech?: StageFault;
  /** `refuseConnection`, `rejectKey` and `httpStatus` strike Realtime alone. */
  readonly sparesRest?: boolean;
  /** The TCP connection of a WebSocket upgrade or request is destroyed without an answer. */
  readonly refuseConnection?: boolean;
  /** Every key is answered with 401, also the right one. */
  readonly rejectKey?: boolean;
  /** The upgrade or request is answered with this status instead, e.g. 429 or 503. */
  readonly httpStatus?: number;
  /** Sent as `Retry-After` beside `httpStatus`. */
  readonly retryAfterSeconds?: number;
  /** The connection is accepted and stays silent: not even `session.created`. */
  readonly silentAfterAccept?: boolean;
  /** Answers everything but `response.create`, which it never answers. */
  readonly silentResponses?: boolean;
  /** After `session.created` comes this error, then the service closes the connection. */
  readonly errorOnConnect?: ServiceError;
  /** Every `response.create` is answered with an `error` event of this code. */
  readonly errorOnResponse?: ServiceError;
  /** Responses are created and end as `failed` with this error. */
  readonly failResponse?: ServiceError;
  /** Responses complete with no output and 0 tokens. */
  readonly emptyResponse?: boolean;
  /** The socket is torn down after this many server events of a connection, counted from its start. */
  readonly dropAfterEvents?: number;
  /** The socket is torn down after this many audio deltas of one response. */
  readonly dropAfterAudioDeltas?: number;
  /** Every server event is this late, in order. */
  readonly delayMs?: number;
}

const wording: Readonly<Record<string, { type: string; message: string }>> = {
  invalid_api_key: { type: 'invalid_request_error', message: 'Incorrect API key provided.' },
  insufficient_quota: {
    type: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  rate_limit_exceeded: { type: 'rate_limit_error', message: 'Rate limit reached. Please try again later.' },
  server_error: { type: 'server_error', message: 'The server had an error while processing your request.' },
};

/** The error with the service's own type and words filled in. */
export function toServiceError(error: ServiceError): { code: string; type: string; message: string } {
  const known = wording[error.code] ?? { type: 'server_error', message: `The request failed: ${error.code}.` };
  return { code: error.code, type: error.type ?? known.type, message: error.message ?? known.message };
}
