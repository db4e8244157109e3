/**
 * Opens connections to MCP servers: a new transport object each time, both protocol eras.
 *
 * Path: core/mcp/server.ts -> here -> local-line.ts | remote-line.ts.
 * Always: when `connect` fails nothing is left behind; a server that may have ended because of the era probe (some old ones do)
 * is started once more and greeted the old way: not one that was connected by the probe before, nor one that ends as it did
 * under both greetings.
 * Source: version negotiation, https://modelcontextprotocol.io/specification/2026-07-28
 */
import { Client } from '@modelcontextprotocol/client';
import type { Transport } from '@modelcontextprotocol/client';
import { AppError } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';
import type { Keeper, McpConnection, McpConnectionEvents, McpConnector, ResolvedEntry } from '../../core/ports.ts';
import { SdkConnection, eraOf, versionOf } from './connection.ts';
import type { Line } from './line.ts';
import type { LoginPath } from './login-path.ts';
import { openLocal } from './local-line.ts';
import { networkFailure } from './network-words.ts';
import { readTools } from './read-tools.ts';
import { openRemote, remoteKind } from './remote-line.ts';
import type { RemoteKind } from './remote-line.ts';
import { startTimeout, statusOf, translateConnectError } from './translate-error.ts';

/** How long a server may be silent on the era probe; a local one is then greeted the old way. */
const defaultProbeTimeoutMs = 4_000;

export interface ConnectorOptions {
  readonly keeper: Keeper;
  /** The pinned Node; its folder is searched last for programs. */
  readonly node: string;
  /** Programs that come with Parley, by the command of their entries; Node runs them. */
  readonly ownServers?: Readonly<Record<string, string>>;
  /** The host's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly loginPath: LoginPath;
  /** Named to servers. */
  readonly version: string;
  /** A call with progress ends after this at the latest. */
  readonly hardMaximumMs?: number;
  readonly probeTimeoutMs?: number;
}

type ConnectOptions = Parameters<McpConnector['connect']>[2];
type EraChoice = 'auto' | 'legacy';

export class SdkConnector implements McpConnector {
  readonly #options: ConnectorOptions;
  /** Launch commands whose server ended at the era probe. */
  readonly #endedAtProbe = new Set<string>();
  readonly #survivedProbe = new Set<string>();
  /** How the server of a launch command ended however it was greeted, in words. */
  readonly #endsAnyway = new Map<string, string>();

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  async connect(target: ResolvedEntry, events: McpConnectionEvents, options: ConnectOptions): Promise<McpConnection> {
    const { command, args, url } = target.entry;
    if (url !== undefined) return this.#connectRemote(target, events, options);
    const key = JSON.stringify([command, args]);
    const untilMs = performance.now() + options.timeoutMs;
    if (this.#endedAtProbe.has(key)) return this.#attempt(target, events, options, 'legacy');
    try {
      const connection = await this.#attempt(target, events, options, 'auto');
      this.#survivedProbe.add(key);
      return connection;
    } catch (error) {
      const leftMs = untilMs - performance.now();
      if (!this.#mayHaveEndedAtProbe(key, error) || options.signal.aborted || leftMs <= 0) throw error;
      return this.#greetOldWay(key, target, events, { ...options, timeoutMs: leftMs });
    }
  }

  #mayHaveEndedAtProbe(key: string, error: unknown): boolean {
    if (!(error instanceof AppError) || error.code !== 'mcp/exited') return false;
    return !this.#survivedProbe.has(key) && this.#endsAnyway.get(key) !== error.message;
  }

  async #greetOldWay(
    key: string,
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: ConnectOptions,
  ): Promise<McpConnection> {
    try {
      const connection = await this.#attempt(target, events, options, 'legacy');
      this.#endedAtProbe.add(key);
      return connection;
    } catch (error) {
      if (error instanceof AppError && error.code === 'mcp/exited') this.#endsAnyway.set(key, error.message);
      throw error;
    }
  }

  /** An address without a type may be that of an older server: one that has no Streamable HTTP is asked for HTTP+SSE. */
  async #connectRemote(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: ConnectOptions,
  ): Promise<McpConnection> {
    const kind = remoteKind(target.entry);
    const untilMs = performance.now() + options.timeoutMs;
    try {
      return await this.#attempt(target, events, options, 'auto', kind);
    } catch (error) {
      const timeoutMs = untilMs - performance.now();
      const next = nextKind(target.entry, kind, error);
      if (next === null || options.signal.aborted || timeoutMs <= 0) throw error;
      return this.#attempt(target, events, { ...options, timeoutMs }, 'legacy', next).catch(() => {
        throw error;
      });
    }
  }

  async #attempt(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: ConnectOptions,
    era: EraChoice,
    kind: RemoteKind | null = null,
  ): Promise<McpConnection> {
    const line = await this.#open(target, events, options, kind);
    const probeTimeoutMs = Math.min(this.#options.probeTimeoutMs ?? defaultProbeTimeoutMs, options.timeoutMs / 2);
    let onToolsChanged: () => void = () => {};
    const client = new Client(
      { name: 'parley', title: 'Parley', version: this.#options.version },
      {
        versionNegotiation: { mode: line.legacyOnly ? 'legacy' : era, probe: { timeoutMs: probeTimeoutMs } },
        listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged: () => onToolsChanged() } },
      },
    );
    try {
      const tools = await withinLimits(options, line.address, () =>
        negotiate(client, line.transport, options, (told) => events.onOutput(told)),
      );
      const connection = new SdkConnection({
        client,
        events,
        tools,
        line,
        hardMaximumMs: this.#options.hardMaximumMs ?? 300_000,
        close: () => endLine(client, line),
      });
      onToolsChanged = () => connection.toolsChanged();
      return connection;
    } catch (error) {
      await endLine(client, line);
      const exit = line.exitCause();
      if (exit && !(error instanceof AppError)) throw new AppError(exit.code, exit.message, { cause: error });
      throw translateConnectError(error, line.address);
    }
  }

  async #open(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    { onStep }: ConnectOptions,
    kind: RemoteKind | null,
  ): Promise<Line> {
    const { entry } = target;
    if (kind !== null) return openRemote(kind, entry);
    if (entry.command !== undefined && (entry.type === undefined || entry.type === 'stdio'))
      return openLocal(entry.command, target, events, { ...this.#options, onStep });
    throw new AppError(
      'mcp/unsupported-transport',
      `Parley cannot start a program by "${entry.type ?? 'unknown'}". Leave the type out, or give an address.`,
    );
  }
}

/** What to try after the first way failed, null for nothing. */
function nextKind(entry: ServerEntry, kind: RemoteKind, error: unknown): RemoteKind | null {
  const cause = error instanceof AppError ? error.cause : error;
  if (kind === 'ws') return statusOf(cause) === null && !networkFailure(cause, null) ? 'ws' : null;
  const status = statusOf(cause);
  return entry.type === undefined && status !== null && [400, 404, 405].includes(status) ? 'sse' : null;
}

async function negotiate(client: Client, transport: Transport, options: ConnectOptions, tell: (line: string) => void) {
  const limits = { timeout: options.timeoutMs, signal: options.signal };
  await client.connect(transport, limits);
  options.onStep?.({ step: 'answered', era: eraOf(client), version: versionOf(client) });
  const tools = await readTools(client, { ...limits, tell });
  options.onStep?.({ step: 'listed', tools: tools.length });
  return tools;
}

/** The SDK's own limits do not cover its probe; these do. */
async function withinLimits<T>(options: ConnectOptions, address: string | null, run: () => Promise<T>): Promise<T> {
  const { signal, timeoutMs } = options;
  if (signal.aborted) throw new AppError('mcp/cancelled', 'The start was cancelled.');
  let finish: () => void = () => {};
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(startTimeout(undefined, address, timeoutMs)), timeoutMs);
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

async function endLine(client: Client, line: Line): Promise<void> {
  await line.leave();
  await client.close().catch(() => {});
  await line.transport.close().catch(() => {});
}
