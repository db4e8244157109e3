/**
 * The SDK's errors and broken transports in our words.
 *
 * Path: connection.ts, connector.ts -> here.
 * Always: what may have been carried out is told apart from what was not, because only the latter is safe to send again.
 */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, SseError } from '@modelcontextprotocol/client';
import { AppError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import { isTooLong } from './bounded-fetch.ts';
import { cutMark, messageLimitBytes, tooLongMark } from './message-limit.ts';
import { networkFailure, statusWords, upgradeStatus } from './network-words.ts';

/** Of a server's own words: more than is shown, so that a secret at the end of that is known whole (core/mcp/discreet-connector.ts). */
const wordsLimit = 20_000;

export interface CallCircumstances {
  /** What was asked, as it stands in a sentence: `"name"` of a tool. */
  readonly what: string;
  readonly timeoutMs: number;
  /** The caller's, not our own limit's. */
  readonly cancelled: boolean;
  /** Null for a local program. */
  readonly address: string | null;
  /** A session of the older era was open. */
  readonly hasSession: boolean;
}

export function translateCallError(error: unknown, call: CallCircumstances): AppError {
  if (error instanceof AppError) return error;
  const { what } = call;
  if (call.cancelled) return new AppError('mcp/cancelled', `The call of ${what} was cancelled.`, { cause: error });
  if (isTooLong(error)) return tooLarge(what);
  if (error instanceof ProtocolError) return refusal(error, what);
  const http = translateStatus(error, call);
  if (http) return http;
  if (error instanceof SdkError) {
    switch (error.code) {
      case SdkErrorCode.RequestTimeout:
        return new AppError(
          'mcp/call-timeout',
          `${what} gave no result within ${seconds(call.timeoutMs)} and was cancelled.`,
          { cause: error },
        );
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
        if (call.address !== null) return connectionLost(what, error);
        return new AppError('mcp/exited', `The server ended while ${what} was running.`, { cause: error });
      case SdkErrorCode.InvalidResult:
      case SdkErrorCode.UnsupportedResultType:
        return new AppError('mcp/protocol', `The answer to ${what} is not valid MCP.`, { cause: error });
      default:
    }
  }
  const network = call.address === null ? null : networkFailure(error, call.address);
  if (network?.sent) return connectionLost(what, error);
  if (network) return new AppError('mcp/unreachable', `${network.words} Nothing was sent.`, { cause: error });
  return new AppError('mcp/call-failed', `The call of ${what} failed: ${words(describe(error))}`, { cause: error });
}

/** Why a server is taken for away; null where it refused the question and so is there. */
export function translateCheckError(error: unknown, check: CallCircumstances): AppError | null {
  if (error instanceof ProtocolError && error.data !== cutMark && error.data !== tooLongMark) return null;
  const failure = translateCallError(error, check);
  switch (failure.code) {
    case 'mcp/call-timeout': {
      const words = `The server did not answer a health check within ${seconds(check.timeoutMs)}.`;
      return new AppError(check.address === null ? 'mcp/call-timeout' : 'mcp/unreachable', words, { cause: error });
    }
    case 'mcp/connection-lost':
      return new AppError(failure.code, 'The connection to the server was lost.', { cause: error });
    case 'mcp/unreachable':
      return translateConnectError(error, check.address);
    case 'mcp/call-failed':
      return error instanceof SdkHttpError ? translateConnectError(error, check.address) : failure;
    default:
      return failure;
  }
}

function refusal(error: ProtocolError, what: string): AppError {
  if (error.data === tooLongMark) return tooLarge(what);
  if (error.data === cutMark) return connectionLost(what, error);
  return new AppError('mcp/call-failed', `The server refused the call of ${what}: ${words(error.message)}`, {
    cause: error,
  });
}

const tooLarge = (what: string): AppError =>
  new AppError(
    'mcp/result-too-large',
    `The result of ${what} is larger than ${Math.round(messageLimitBytes / 1024 / 1024)} MB. Ask for less, for example a smaller range.`,
  );

const connectionLost = (what: string, cause: unknown): AppError =>
  new AppError(
    'mcp/connection-lost',
    `The connection to the server was cut while ${what} was running. Whether it was done is not known; look before you repeat it.`,
    { cause },
  );

function translateStatus(error: unknown, call: CallCircumstances): AppError | null {
  if (!(error instanceof SdkHttpError)) return null;
  const { status } = error;
  if (status === 401 || status === 403) return unauthorized(status, error);
  if (call.hasSession && (status === 404 || (status === 400 && /session|initialized/i.test(error.message)))) {
    return new AppError('mcp/session-ended', 'The server no longer knows this session. A new one is begun.', {
      cause: error,
    });
  }
  return new AppError('mcp/call-failed', `The call of ${call.what} failed. ${statusWords(status)}`, { cause: error });
}

const unauthorized = (status: number, cause: unknown): AppError =>
  new AppError(
    'mcp/unauthorized',
    `The server refused the key (HTTP ${status}). Check the key or the headers of its entry.`,
    { cause },
  );

/** Why no connection came about. */
export function translateConnectError(error: unknown, address: string | null = null): AppError {
  if (error instanceof AppError) return error;
  const status = statusOf(error);
  if (status === 401 || status === 403) return unauthorized(status, error);
  const network = networkFailure(error, address);
  if (network) return new AppError('mcp/unreachable', network.words, { cause: error });
  if (status !== null) return new AppError('mcp/unreachable', statusWords(status), { cause: error });
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) return startTimeout(error, address);
  if (error instanceof TypeError || (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed)) {
    return new AppError('mcp/unreachable', `The server cannot be reached: ${words(describe(error))}`, { cause: error });
  }
  return new AppError('mcp/protocol', `The server does not speak MCP as expected: ${words(describe(error))}`, {
    cause: error,
  });
}

/** The HTTP status that was answered instead of MCP, null where there was none. */
export function statusOf(error: unknown): number | null {
  if (error instanceof SdkHttpError) return error.status;
  if (error instanceof SdkError && error.code === SdkErrorCode.ClientHttpAuthentication) return 401;
  if (error instanceof SseError) return error.code ?? null;
  return upgradeStatus(error);
}

export function startTimeout(cause: unknown, address: string | null, timeoutMs?: number): AppError {
  const within = timeoutMs === undefined ? 'in time' : `within ${seconds(timeoutMs)}`;
  const message =
    address === null
      ? `The server started but did not answer ${within}. Its output may say why.`
      : `The server at ${address} did not answer ${within}. Check that it is an MCP server, and the network.`;
  return new AppError(address === null ? 'mcp/start-timeout' : 'mcp/unreachable', message, { cause });
}

/** How a local server's process ended, with its last words. */
export function exitCause(
  exit: { readonly code: number | null; readonly signal: string | null },
  lastLine: string | null,
): WireError {
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`;
  const said = lastLine === null ? '' : ` Its last words: "${words(lastLine)}".`;
  return { code: 'mcp/exited', message: `The server ${how}.${said}` };
}

const seconds = (durationMs: number): string => `${Math.round(durationMs / 100) / 10} s`;

const words = (text: string): string => (text.length > wordsLimit ? `${text.slice(0, wordsLimit)} …` : text);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  return cause === '' ? error.name : cause;
}
