/**
 * Servers in memory: scripted starts, tools and answers, and everything that was asked of them.
 */
import { AppError } from '../../src/contract/index.ts';
import type { Era, ServerEntry, TestStep, WireError } from '../../src/contract/index.ts';
import type {
  McpConnection,
  McpConnectionEvents,
  McpConnector,
  RawToolResult,
  ResolvedEntry,
  ToolDefinition,
} from '../../src/core/ports.ts';

type CallOptions = Parameters<McpConnection['callTool']>[2];

export class FakeConnection implements McpConnection {
  readonly era: Era = '2026-07-28';
  readonly version = '1.0.0';
  readonly capabilities = { tools: {} };
  readonly pid = 4711;
  readonly calls: { tool: string; args: unknown }[] = [];
  tools: readonly ToolDefinition[];
  closed = false;
  checks = 0;
  checkFailure: AppError | null = null;
  answer: (tool: string, args: Readonly<Record<string, unknown>>, options: CallOptions) => Promise<RawToolResult>;
  readonly events: McpConnectionEvents;

  constructor(tools: readonly ToolDefinition[], events: McpConnectionEvents) {
    this.tools = tools;
    this.events = events;
    this.answer = async (tool, args) => ({ content: [{ type: 'text', text: `${tool} ${JSON.stringify(args)}` }] });
  }

  callTool(tool: string, args: Readonly<Record<string, unknown>>, options: CallOptions): Promise<RawToolResult> {
    this.calls.push({ tool, args });
    return this.answer(tool, args, options);
  }

  /** Counts; fails with the failure that is set. */
  async check(): Promise<void> {
    this.checks += 1;
    if (this.checkFailure) throw this.checkFailure;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  crash(cause: WireError = { code: 'mcp/exited', message: 'The server ended with code 1.' }): void {
    this.events.onClosed(cause);
  }

  changeTools(tools: readonly ToolDefinition[]): void {
    this.tools = tools;
    this.events.onToolsChanged(tools);
  }
}

/** `tools` by server name; `failures` are thrown by the next connects, first first; `hold` keeps connects waiting. */
export class FakeMcpConnector implements McpConnector {
  readonly tools = new Map<string, readonly ToolDefinition[]>();
  readonly failures: AppError[] = [];
  readonly connects: { name: string; entry: ServerEntry }[] = [];
  readonly connections: FakeConnection[] = [];
  /** Of each connect, ms. */
  readonly limits: number[] = [];
  /** Told by each connect before it succeeds or fails. */
  steps: readonly TestStep[] = [];
  hold: Promise<void> | null = null;

  async connect(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: { timeoutMs: number; signal: AbortSignal; onStep?: (step: TestStep) => void },
  ): Promise<McpConnection> {
    this.connects.push({ name: target.name, entry: target.entry });
    this.limits.push(options.timeoutMs);
    for (const step of this.steps) options.onStep?.(step);
    const aborted = new Promise<void>((resolve) =>
      options.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    if (this.hold) await Promise.race([this.hold, aborted]);
    if (options.signal.aborted) throw new AppError('mcp/cancelled', 'The start was cancelled.');
    const failure = this.failures.shift();
    if (failure) throw failure;
    const connection = new FakeConnection(this.tools.get(target.name) ?? [], events);
    this.connections.push(connection);
    return connection;
  }

  /** The latest connection. */
  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('nothing was connected');
    return connection;
  }
}
