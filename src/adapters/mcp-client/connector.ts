/**
 * Opens connections to MCP servers: a new transport object each time, both protocol eras.
 *
 * Path: core/mcp/server.ts -> here -> stdio-transport.ts or the SDK's Streamable HTTP.
 * Always: when `connect` fails nothing is left behind; a server that ends at the era probe (some old ones do) is started once
 * more and greeted the old way.
 * Source: version negotiation, https://modelcontextprotocol.io/specification/2026-07-28
 */
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Transport } from '@modelcontextprotocol/client';
import { AppError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import type { Keeper, McpConnection, McpConnectionEvents, McpConnector, ResolvedEntry } from '../../core/ports.ts';
import { SdkConnection } from './connection.ts';
import { serverEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { LastWords } from './last-words.ts';
import { readTools } from './read-tools.ts';
import { startMarker } from './server-process.ts';
import { StdioTransport } from './stdio-transport.ts';
import { exitCause, startTimeout, translateConnectError } from './translate-error.ts';

/** How long a server may be silent on the era probe; a local one is then greeted the old way. */
const defaultProbeTimeoutMs = 4_000;

/** For a remote server to answer that a session ends. */
const goodbyeMs = 1_000;

export interface ConnectorOptions {
  readonly keeper: Keeper;
  /** The pinned Node; its folder is searched last for programs. */
  readonly node: string;
  /** The host's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Named to servers. */
  readonly version: string;
  /** A call with progress ends after this at the latest. */
  readonly hardMaximumMs?: number;
  readonly probeTimeoutMs?: number;
}

type ConnectOptions = Parameters<McpConnector['connect']>[2];
type EraChoice = 'auto' | 'legacy';

/** A transport of ours or the SDK's, with how to end it and what its end meant. */
interface Line {
  readonly transport: Transport;
  readonly pid: () => number | null;
  readonly exitCause: () => WireError | null;
  /** Says goodbye before the transport is closed. */
  readonly leave: () => Promise<void>;
}

export class SdkConnector implements McpConnector {
  readonly #options: ConnectorOptions;
  /** Launch commands whose server ended at the era probe. */
  readonly #endedAtProbe = new Set<string>();

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  async connect(target: ResolvedEntry, events: McpConnectionEvents, options: ConnectOptions): Promise<McpConnection> {
    const { command, args } = target.entry;
    const key = JSON.stringify([command, args]);
    const untilMs = performance.now() + options.timeoutMs;
    if (this.#endedAtProbe.has(key)) return this.#attempt(target, events, options, 'legacy');
    try {
      return await this.#attempt(target, events, options, 'auto');
    } catch (error) {
      const leftMs = untilMs - performance.now();
      if (!(error instanceof AppError) || error.code !== 'mcp/exited' || options.signal.aborted || leftMs <= 0)
        throw error;
      const connection = await this.#attempt(target, events, { ...options, timeoutMs: leftMs }, 'legacy');
      this.#endedAtProbe.add(key);
      return connection;
    }
  }

  async #attempt(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: ConnectOptions,
    era: EraChoice,
  ): Promise<McpConnection> {
    const line = await this.#open(target, events);
    const probeTimeoutMs = Math.min(this.#options.probeTimeoutMs ?? defaultProbeTimeoutMs, options.timeoutMs / 2);
    let onToolsChanged: () => void = () => {};
    const client = new Client(
      { name: 'parley', title: 'Parley', version: this.#options.version },
      {
        versionNegotiation: { mode: era, probe: { timeoutMs: probeTimeoutMs } },
        listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged: () => onToolsChanged() } },
      },
    );
    try {
      const tools = await withinLimits(options, () => negotiate(client, line.transport, options));
      const connection = new SdkConnection({
        client,
        events,
        tools,
        pid: line.pid(),
        hardMaximumMs: this.#options.hardMaximumMs ?? 300_000,
        close: () => endLine(client, line),
        closeCause: () =>
          line.exitCause() ?? { code: 'mcp/unreachable', message: 'The connection to the server was lost.' },
      });
      onToolsChanged = () => connection.toolsChanged();
      return connection;
    } catch (error) {
      await endLine(client, line);
      const exit = line.exitCause();
      if (exit && !(error instanceof AppError)) throw new AppError(exit.code, exit.message, { cause: error });
      throw translateConnectError(error);
    }
  }

  async #open(target: ResolvedEntry, events: McpConnectionEvents): Promise<Line> {
    const { entry } = target;
    if (entry.command !== undefined && (entry.type === undefined || entry.type === 'stdio'))
      return this.#openLocal(entry.command, target, events);
    if (
      entry.url !== undefined &&
      (entry.type === undefined || entry.type === 'http' || entry.type === 'streamable-http')
    ) {
      const url = new URL(entry.url);
      if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw new AppError(
          'mcp/unsupported-transport',
          `"${url.protocol}" is not an address Parley can connect to; use https.`,
        );
      }
      const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers: { ...entry.headers } } });
      return { transport, pid: () => null, exitCause: () => null, leave: () => leaveSession(transport) };
    }
    const type = entry.type ?? 'unknown';
    throw new AppError(
      'mcp/unsupported-transport',
      `Parley cannot connect by "${type}" yet. Use a local program, or an address with Streamable HTTP.`,
    );
  }

  async #openLocal(command: string, target: ResolvedEntry, events: McpConnectionEvents): Promise<Line> {
    const { keeper, node, environment } = this.#options;
    const { entry } = target;
    const marker = startMarker(keeper);
    const own = serverEnvironment({
      own: environment,
      entry: entry.env ?? {},
      marker: marker.environment,
      bundledNodeFolder: path.dirname(node),
    });
    const program = await findProgram(command, { cwd: entry.cwd, environment: own });
    const words = new LastWords();
    const transport = new StdioTransport({
      plan: { program, args: entry.args ?? [], cwd: entry.cwd, environment: own },
      markerValue: marker.value,
      keeper,
      onOutput: (line) => {
        words.hear(line);
        events.onOutput(line);
      },
    });
    return {
      transport,
      pid: () => transport.pid,
      exitCause: () => (transport.exit ? exitCause(transport.exit, words.said) : null),
      leave: () => Promise.resolve(),
    };
  }
}

async function negotiate(client: Client, transport: Transport, options: ConnectOptions) {
  const limits = { timeout: options.timeoutMs, signal: options.signal };
  await client.connect(transport, limits);
  return readTools(client, limits);
}

/** The SDK's own limits do not cover its probe; these do. */
async function withinLimits<T>(options: ConnectOptions, run: () => Promise<T>): Promise<T> {
  const { signal, timeoutMs } = options;
  if (signal.aborted) throw new AppError('mcp/cancelled', 'The start was cancelled.');
  let finish: () => void = () => {};
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(startTimeout(undefined, timeoutMs)), timeoutMs);
    const onAbort = (): void => reject(new AppError('mcp/cancelled', 'The start was cancelled.'));
    signal.addEventListener('abort', onAbort, { once: true });
    finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  const running = run();
  running.catch(() => {});
  try {
    return await Promise.race([running, limit]);
  } finally {
    finish();
  }
}

/** A session of the older era is ended at the server, as far as it answers soon. */
async function leaveSession(transport: StreamableHTTPClientTransport): Promise<void> {
  if (transport.sessionId === undefined) return;
  const told = transport.terminateSession().catch(() => {});
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref())]);
}

async function endLine(client: Client, line: Line): Promise<void> {
  await line.leave();
  await client.close().catch(() => {});
  await line.transport.close().catch(() => {});
}
