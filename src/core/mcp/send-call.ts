/**
 * Sends a call that may run, once; a second time only where that cannot do anything twice.
 *
 * Path: call-tool.ts -> here -> a server's connection.
 * Always: a call that may have been carried out is repeated only if its tool says that repeating changes nothing; whoever
 * repeats does so once and within the call's own time.
 */
import { AppError } from '../../contract/index.ts';
import type { Clock, RawToolResult, ToolDefinition } from '../ports.ts';
import type { McpServer } from './server.ts';

/** How long a call waits for a server that is just starting. */
export const startWaitMs = 5_000;

/** A repeated call has at least this long. */
const leastTimeoutMs = 1_000;

export interface Sending {
  readonly server: McpServer;
  readonly clock: Clock;
  readonly definition: ToolDefinition;
  readonly args: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** `beforeSending` runs after every wait and may refuse by throwing. */
export async function sendCall(sending: Sending, beforeSending: () => void): Promise<RawToolResult> {
  const { clock, definition, timeoutMs } = sending;
  const startedAtMs = clock.nowMs();
  try {
    return await sendOnce(sending, timeoutMs, false, beforeSending);
  } catch (error) {
    if (!mayRepeat(error, definition)) throw error;
    const leftMs = Math.max(leastTimeoutMs, timeoutMs - (clock.nowMs() - startedAtMs));
    return sendOnce(sending, leftMs, true, beforeSending);
  }
}

/** Nothing was done, or doing it again changes nothing. */
function mayRepeat(error: unknown, { annotations }: Pick<ToolDefinition, 'annotations'>): boolean {
  if (!(error instanceof AppError)) return false;
  if (error.code === 'mcp/session-ended') return true;
  const isHarmless = annotations?.['readOnlyHint'] === true || annotations?.['idempotentHint'] === true;
  return error.code === 'mcp/connection-lost' && isHarmless;
}

async function sendOnce(
  { server, definition, args, signal }: Sending,
  timeoutMs: number,
  again: boolean,
  beforeSending: () => void,
): Promise<RawToolResult> {
  const connection = await server.usable(startWaitMs, signal, again);
  beforeSending();
  try {
    return await connection.callTool(definition.name, args, { timeoutMs, signal });
  } catch (error) {
    server.heardFailure(connection, error);
    throw error;
  }
}
