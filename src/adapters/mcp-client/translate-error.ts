/**
 * The SDK's errors and broken transports in our words.
 *
 * Path: connection.ts, connector.ts -> here.
 */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { AppError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import { messageLimitBytes, tooLongMark } from './stdio-transport.ts';

/** Of a server's own words, shown to people and models. */
const wordsLimit = 2_000;

export interface CallCircumstances {
  readonly tool: string;
  readonly timeoutMs: number;
  /** The caller's, not our own limit's. */
  readonly cancelled: boolean;
}

export function translateCallError(error: unknown, call: CallCircumstances): AppError {
  if (error instanceof AppError) return error;
  if (call.cancelled)
    return new AppError('mcp/cancelled', `The call of "${call.tool}" was cancelled.`, { cause: error });
  if (error instanceof ProtocolError) {
    if (error.data === tooLongMark) {
      const limit = `${Math.round(messageLimitBytes / 1024 / 1024)} MB`;
      return new AppError(
        'mcp/result-too-large',
        `The result of "${call.tool}" is larger than ${limit}. Ask for less, for example a smaller range.`,
      );
    }
    return new AppError('mcp/call-failed', `The server refused the call of "${call.tool}": ${words(error.message)}`, {
      cause: error,
    });
  }
  if (error instanceof SdkError) {
    switch (error.code) {
      case SdkErrorCode.RequestTimeout:
        return new AppError(
          'mcp/call-timeout',
          `"${call.tool}" gave no result within ${seconds(call.timeoutMs)} and was cancelled.`,
          { cause: error },
        );
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
        return new AppError('mcp/exited', `The server ended while "${call.tool}" was running.`, { cause: error });
      case SdkErrorCode.InvalidResult:
      case SdkErrorCode.UnsupportedResultType:
        return new AppError('mcp/protocol', `The answer to "${call.tool}" is not valid MCP.`, { cause: error });
      default:
    }
  }
  return new AppError('mcp/call-failed', `The call of "${call.tool}" failed: ${words(describe(error))}`, {
    cause: error,
  });
}

/** Why no connection came about. */
export function translateConnectError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (
    error instanceof SdkHttpError ||
    (error instanceof SdkError && error.code === SdkErrorCode.ClientHttpAuthentication)
  ) {
    const status = error instanceof SdkHttpError ? error.status : 401;
    if (status === 401 || status === 403) {
      return new AppError(
        'mcp/unauthorized',
        `The server refused the key (HTTP ${status}). Check the key or the headers of its entry.`,
        { cause: error },
      );
    }
    return new AppError('mcp/unreachable', `The server answered with HTTP ${status}. Check its address.`, {
      cause: error,
    });
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) return startTimeout(error);
  if (error instanceof TypeError || (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed)) {
    return new AppError('mcp/unreachable', `The server cannot be reached: ${words(describe(error))}`, { cause: error });
  }
  return new AppError('mcp/protocol', `The server does not speak MCP as expected: ${words(describe(error))}`, {
    cause: error,
  });
}

export function startTimeout(cause?: unknown, timeoutMs?: number): AppError {
  const within = timeoutMs === undefined ? 'in time' : `within ${seconds(timeoutMs)}`;
  return new AppError('mcp/start-timeout', `The server started but did not answer ${within}. Its output may say why.`, {
    cause,
  });
}

/** How a local server's process ended, with its last words. */
export function exitCause(
  exit: { readonly code: number | null; readonly signal: string | null },
  lastLine: string | null,
): WireError {
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`;
  const said = lastLine === null ? '' : ` Its last words: ${words(lastLine)}`;
  return { code: 'mcp/exited', message: `The server ${how}.${said}` };
}

const seconds = (durationMs: number): string => `${Math.round(durationMs / 100) / 10} s`;

const words = (text: string): string => (text.length > wordsLimit ? `${text.slice(0, wordsLimit)} …` : text);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  return cause === '' ? error.name : cause;
}
