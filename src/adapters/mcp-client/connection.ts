/**
 * One live connection to a server, of either protocol era.
 *
 * Path: core/mcp/server.ts -> here -> SDK Client -> a transport.
 * Always: a call ends by its deadline, with progress by the hard maximum; a late answer finds nobody; the tools are read again
 * only when the server says that they changed, at most twice a second.
 */
import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import { AppError, isDeeper } from '../../contract/index.ts';
import type { Era, WireError } from '../../contract/index.ts';
import type { McpConnection, McpConnectionEvents, RawToolResult, ToolDefinition } from '../../core/ports.ts';
import type { Line } from './line.ts';
import { readTools } from './read-tools.ts';
import { translateCallError, translateCheckError } from './translate-error.ts';

/** Between two lists; a storm of `list_changed` becomes one list at its end. */
const listPauseMs = 500;

/** A list that is asked for while talks run may not hang for ever. */
const listTimeoutMs = 30_000;

export interface ConnectionParts {
  readonly client: Client;
  readonly events: McpConnectionEvents;
  readonly tools: readonly ToolDefinition[];
  readonly line: Line;
  /** A call that reports progress may take this long. */
  readonly hardMaximumMs: number;
  /** Ends transport and process. */
  close(): Promise<void>;
}

const lost: WireError = { code: 'mcp/connection-lost', message: 'The connection to the server was lost.' };

export class SdkConnection implements McpConnection {
  readonly era: Era;
  readonly version: string | null;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly pid: number | null;
  readonly #parts: ConnectionParts;
  #tools: readonly ToolDefinition[];
  #listing = false;
  #listAgain = false;
  #closed = false;
  #calls = 0;

  constructor(parts: ConnectionParts) {
    const { client } = parts;
    this.#parts = parts;
    this.#tools = parts.tools;
    this.pid = parts.line.pid();
    this.era = eraOf(client);
    this.version = versionOf(client);
    this.capabilities = boundedCapabilities({ ...client.getServerCapabilities() });
    client.onclose = () => {
      if (this.#closed) return;
      this.#closed = true;
      parts.events.onClosed(parts.line.exitCause() ?? lost);
    };
  }

  get tools(): readonly ToolDefinition[] {
    return this.#tools;
  }

  /** The server said that its tools changed. */
  toolsChanged(): void {
    this.#listAgain = true;
    if (!this.#listing) void this.#list();
  }

  async callTool(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal; onProgress?(message: string): void },
  ): Promise<RawToolResult> {
    const { timeoutMs, signal, onProgress } = options;
    const { line } = this.#parts;
    if (this.#closed) throw new AppError('mcp/exited', 'The server has ended.');
    if (signal.aborted) throw new AppError('mcp/cancelled', `The call of "${tool}" was cancelled.`);
    const hardMaximumMs = Math.max(timeoutMs, this.#parts.hardMaximumMs);
    const startedAtMs = performance.now();
    this.#calls += 1;
    try {
      return await this.#parts.client.request(
        { method: 'tools/call', params: { name: tool, arguments: { ...args } } },
        toolResult,
        {
          signal,
          timeout: timeoutMs,
          resetTimeoutOnProgress: true,
          maxTotalTimeout: hardMaximumMs,
          onprogress: (progress) => onProgress?.(describeProgress(progress)),
        },
      );
    } catch (error) {
      const overHard = performance.now() - startedAtMs > timeoutMs * 1.5;
      throw translateCallError(error, {
        what: `"${tool}"`,
        timeoutMs: overHard ? hardMaximumMs : timeoutMs,
        cancelled: signal.aborted,
        address: line.address,
        hasSession: line.hasSession(),
      });
    } finally {
      this.#calls -= 1;
    }
  }

  async check({ timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void> {
    const { line, client } = this.#parts;
    if (line.address === null && this.#calls > 0) return;
    const method = this.era === 'legacy' ? 'ping' : 'server/discover';
    const limits = { timeout: timeoutMs, maxTotalTimeout: timeoutMs, signal };
    try {
      await client.request({ method, params: {} }, anyAnswer, limits);
    } catch (error) {
      const failure = translateCheckError(error, {
        what: 'the health check',
        timeoutMs,
        cancelled: signal.aborted,
        address: line.address,
        hasSession: line.hasSession(),
      });
      if (failure) throw failure;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#parts.close();
  }

  async #list(): Promise<void> {
    this.#listing = true;
    const { client, events } = this.#parts;
    while (this.#listAgain && !this.#closed) {
      this.#listAgain = false;
      const pause = new Promise((resolve) => setTimeout(resolve, listPauseMs).unref());
      try {
        const tools = await readTools(client, { timeout: listTimeoutMs, tell: (line) => events.onOutput(line) });
        if (this.#closed) break;
        this.#tools = tools;
        events.onToolsChanged(tools);
      } catch (error) {
        events.onOutput(
          `[tools] the changed list could not be read: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await pause;
    }
    this.#listing = false;
  }
}

/** What was negotiated. */
export const eraOf = (client: Client): Era => (client.getProtocolEra() === 'modern' ? '2026-07-28' : 'legacy');

/** The server's own version, as far as it says one. */
export const versionOf = (client: Client): string | null =>
  client.getServerVersion()?.version.slice(0, longestVersion) ?? null;

/** What is shown of every server, and stored. */
const longestVersion = 100;
const longestCapabilities = 20_000;
const deepestCapabilities = 20;

/** Capabilities beyond what any server needs say nothing to anybody. */
function boundedCapabilities(told: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fits = !isDeeper(told, deepestCapabilities) && JSON.stringify(told).length <= longestCapabilities;
  return fits ? told : {};
}

function describeProgress(progress: {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}): string {
  const count = progress.total === undefined ? String(progress.progress) : `${progress.progress}/${progress.total}`;
  return progress.message === undefined ? count : `${progress.message} (${count})`;
}

/** Takes a result as the server gave it, if it is one at all. */
const toolResult: StandardSchemaV1<unknown, RawToolResult> = {
  '~standard': {
    version: 1,
    vendor: 'parley',
    validate: (value) => {
      const result = value as { content?: unknown; structuredContent?: unknown } | null;
      if (typeof result !== 'object' || result === null)
        return { issues: [{ message: 'the result is not an object' }] };
      const { content = [] } = result;
      if (!Array.isArray(content) || !content.every(isBlock))
        return { issues: [{ message: 'the content is not a list of blocks' }] };
      return { value: { ...result, content } as RawToolResult };
    },
  },
};

/** Whatever a server says, it is there. */
const anyAnswer: StandardSchemaV1<unknown, unknown> = {
  '~standard': { version: 1, vendor: 'parley', validate: (value) => ({ value }) },
};

const isBlock = (block: unknown): boolean =>
  typeof block === 'object' && block !== null && typeof (block as { type?: unknown }).type === 'string';
