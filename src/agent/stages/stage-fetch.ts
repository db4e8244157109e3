/**
 * Requests to a stage of the pipeline: with a deadline for the answer, and sent again where that helps.
 *
 * Path: transcribe, speak and the framework's LLM -> here -> an OpenAI-compatible endpoint.
 * Always: ends at the caller's abort; no redirect is followed, so the key goes nowhere else; what is thrown for a refusal is a `StageError`, which names no key.
 */
import { tellsOfScopes } from '../../contract/index.ts';
import type { ProviderFailure } from '../framework-internals.ts';
import { failureOfCode } from '../framework-internals.ts';
import { retryInMs } from './retry.ts';
import type { RetryTiming } from './retry.ts';

/** A stage that refused, could not be reached, or fell silent. */
export class StageError extends Error {
  readonly failure: ProviderFailure | 'silent';
  /** Where it was asked; null: not known. */
  readonly address: string | null;
  /** The stage's own words, '' where it gave none. */
  readonly said: string;

  constructor(
    failure: ProviderFailure | 'silent',
    message: string,
    options: { cause?: unknown; address?: string | null; said?: string } = {},
  ) {
    super(message, options);
    this.name = 'StageError';
    this.failure = failure;
    this.address = options.address ?? null;
    this.said = options.said ?? '';
  }
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** `fetch` that waits and asks again by `retry.ts`; the last answer is handed back as it is, also a refusal. */
export function createStageFetch(timing: RetryTiming): Fetch {
  return async (input, init = {}) => {
    const signal = init.signal ?? new AbortController().signal;
    for (let attempt = 1; ; attempt++) {
      const outcome = await tryOnce(input, init, signal, timing);
      signal.throwIfAborted();
      const failure = await failureOf(outcome);
      const delayMs = failure === null ? null : retryInMs(failure, attempt, timing);
      if (delayMs === null) {
        if (outcome instanceof Response) return outcome;
        throw outcome;
      }
      if (outcome instanceof Response) await outcome.body?.cancel();
      await wait(delayMs, signal);
    }
  };
}

/** What a refusal means; the body's code tells more than the status. */
export async function toStageError(stage: string, response: Response): Promise<StageError> {
  const { code, message } = await accountOf(response);
  return new StageError(
    failureOfStatus(response.status, code, message),
    `${stage} was refused with status ${response.status}`,
    { address: response.url || null, said: message },
  );
}

export function failureOfStatus(status: number, code: string, message = ''): ProviderFailure {
  if (status === 401) return tellsOfScopes(message) ? 'no-access' : 'wrong-key';
  if (badRequests.has(status) && saysTooLong.test(message)) return 'too-long';
  const failure = failureOfCode(code);
  if (failure !== 'failed') return failure;
  if (status === 402) return 'quota';
  if (status === 403 || (status === 404 && /\bmodel\b/i.test(message))) return 'no-access';
  if (status === 429) return 'busy';
  return badRequests.has(status) ? 'refused' : failure;
}

/** The request itself is the cause, not key, address or account. */
const badRequests: ReadonlySet<number> = new Set([400, 413, 422]);

/** In the words of OpenAI, vLLM, llama.cpp, LM Studio, Groq, Anthropic and Gemini; their codes differ. */
const saysTooLong =
  /context.{0,12}(length|size|window|overflow)|prompt is too long|token count.{0,40}exceeds|reduce (the|your) (length|message size)/i;

/** What anything thrown on the way through a stage says of it; the framework's errors carry status and body. */
export function failureOfStage(thrown: unknown): ProviderFailure | 'silent' {
  if (thrown instanceof StageError) return thrown.failure;
  const cause = property(thrown, 'cause');
  if (cause instanceof StageError) return cause.failure;
  const status = property(thrown, 'statusCode') ?? property(thrown, 'status');
  if (typeof status !== 'number' || status <= 0) return 'unreachable';
  const code = property(property(thrown, 'body'), 'code');
  return failureOfStatus(status, typeof code === 'string' ? code : '', thrown instanceof Error ? thrown.message : '');
}

/** The stage's own words of its failure, '' where it gave none. */
export function wordsOfStage(thrown: unknown): string {
  const cause = property(thrown, 'cause');
  const failed = [thrown, cause].find((error) => error instanceof StageError);
  if (failed) return failed.said;
  const words = property(property(thrown, 'body'), 'message');
  return typeof words === 'string' ? words : '';
}

/** Where the stage that failed was asked; null: not known. */
export function addressOfStage(thrown: unknown): string | null {
  if (thrown instanceof StageError) return thrown.address;
  const cause = property(thrown, 'cause');
  return cause instanceof StageError ? cause.address : null;
}

async function tryOnce(
  input: string | URL | Request,
  init: RequestInit,
  signal: AbortSignal,
  timing: RetryTiming,
): Promise<Response | StageError> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timing.headersTimeoutMs);
  try {
    return await fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, deadline.signal]) });
  } catch (cause) {
    const address = input instanceof Request ? input.url : String(input);
    return deadline.signal.aborted
      ? new StageError('silent', 'a stage did not answer in time', { cause, address })
      : new StageError('unreachable', 'a stage could not be reached', { cause, address });
  } finally {
    clearTimeout(timer);
  }
}

async function failureOf(
  outcome: Response | StageError,
): Promise<{ status: number | null; code: string; retryAfter: string | null } | null> {
  if (!(outcome instanceof Response)) return { status: null, code: '', retryAfter: null };
  if (outcome.ok) return null;
  const { code } = await accountOf(outcome);
  return { status: outcome.status, code, retryAfter: outcome.headers.get('retry-after') };
}

/** The service's own account of a refusal. */
async function accountOf(response: Response): Promise<{ code: string; message: string }> {
  if (response.bodyUsed) return { code: '', message: '' };
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const error = property(body, 'error');
  const code = property(error, 'code') ?? property(error, 'type');
  const message = property(error, 'message');
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}
