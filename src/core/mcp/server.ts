/**
 * One MCP server: runs the effects of its state machine and keeps what is known of it.
 *
 * Path: registry.ts -> here -> port McpConnector; call-tool.ts takes its connection from here.
 * Always: what is shown is the machine's state; the last-known tools stay while it reconnects; `close` resolves when nothing of
 * it is left.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { ServerEntry, WireError } from '../../contract/index.ts';
import type {
  Clock,
  Logger,
  McpConnection,
  McpConnector,
  SecretStore,
  ServerMemory,
  ToolDefinition,
} from '../ports.ts';
import type { EntryDoubt } from './entry-approval.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { isExpected, isLive, stepServer, stoppedServer } from './server-state.ts';
import type { ServerEffect, ServerEvent, ServerState } from './server-state.ts';
import { connectTimeoutMs, isStartTimeout, withDownloadAdvice } from './start-limit.ts';
import type { Place, StartLine } from './start-line.ts';
import type { ToolGrants } from './tool-grants.ts';

/** Lines of a server's output that are kept. */
const outputLines = 200;

/** A server that has not answered a health check by then is away. */
const checkTimeoutMs = 5_000;

/** What a server works with; the same for all. */
export interface ServerParts {
  readonly connector: McpConnector;
  readonly secrets: SecretStore;
  readonly toolGrants: ToolGrants;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  random(): number;
  /** See start-limit.ts. */
  connectLimitMs(entry: ServerEntry, isKnown: boolean): number;
  readonly line: StartLine;
}

/** One server's own. `onKnown`: told what it offers, at each connection and change. */
export interface ServerOptions {
  readonly name: string;
  readonly entry: ServerEntry;
  readonly parts: ServerParts;
  onChanged(): void;
  onKnown(known: ServerMemory): void;
}

/** The driver of one server's state machine. */
export class McpServer {
  readonly name: string;
  readonly #parts: ServerParts;
  readonly #options: ServerOptions;
  readonly #waiters = new Set<() => void>();
  readonly #output: string[] = [];
  #entry: ServerEntry;
  #state: ServerState = stoppedServer;
  #connection: McpConnection | null = null;
  #known: ServerMemory | null = null;
  #doubt: EntryDoubt | null = null;
  #abort = new AbortController();
  #work: Promise<void> = Promise.resolve();
  /** The end of a connection that was lost. */
  #ending: Promise<void> = Promise.resolve();
  #checking = false;
  /** Its last start took too long, so what it needs may be gone from here or new. */
  #timedOut = false;
  /** In the line of those that start. */
  #place: Place | null = null;
  #cancelTimer: () => void = () => {};

  constructor(options: ServerOptions) {
    this.name = options.name;
    this.#entry = options.entry;
    this.#parts = options.parts;
    this.#options = options;
  }

  get entry(): ServerEntry {
    return this.#entry;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Last known; see `isExpected` for whether they are on offer. */
  get tools(): readonly ToolDefinition[] {
    return this.#known?.tools ?? [];
  }

  /** Of its last connection, in this run or an earlier one; null: of this program nothing is known. */
  get known(): ServerMemory | null {
    return this.#known;
  }

  get pid(): number | null {
    return this.#connection?.pid ?? null;
  }

  /** Oldest first. */
  get output(): readonly string[] {
    return this.#output;
  }

  /** Why the entry is not approved, or null. */
  get doubt(): EntryDoubt | null {
    return this.#doubt;
  }

  /** Takes effect at the next start. */
  setEntry(entry: ServerEntry, doubt: EntryDoubt | null): void {
    this.#entry = entry;
    this.#doubt = doubt;
  }

  /** What an earlier run knew of this very entry; what this run has seen goes before it. */
  recall(known: ServerMemory): void {
    this.#known ??= known;
  }

  /** What is known was of another entry, or of one that is approved no more. */
  forget(): void {
    this.#known = null;
  }

  apply(event: ServerEvent): void {
    const before = this.#state;
    const { state, effects } = stepServer(before, event, this.#parts.clock.nowMs());
    this.#state = state;
    if (state !== before) this.#cancelTimer();
    for (const effect of effects) this.#perform(effect);
    if (state === before) return;
    for (const wake of [...this.#waiters]) wake();
    this.#options.onChanged();
  }

  /**
   * The live connection; waits while it starts, at most `timeoutMs`. With `orBack` also while it is expected to come back.
   * @throws {AppError} mcp/not-running with the cause | mcp/cancelled
   */
  async usable(timeoutMs: number, signal: AbortSignal, orBack = false): Promise<McpConnection> {
    const isSettled = (): boolean =>
      this.#state.status === 'ready' || !(orBack ? isExpected(this.#state) : this.#state.status === 'starting');
    this.#place?.hurry();
    if (!isSettled()) await this.#until(isSettled, timeoutMs, signal);
    if (signal.aborted) throw new AppError('mcp/cancelled', 'The call was cancelled.');
    if (this.#state.status === 'ready' && this.#connection) return this.#connection;
    throw new AppError('mcp/not-running', notRunning(this.name, this.#state));
  }

  /** A call over this connection failed in a way that may mean that the connection is no good. */
  heardFailure(connection: McpConnection, error: unknown): void {
    if (connection !== this.#connection || !(error instanceof AppError)) return;
    if (error.code === 'mcp/session-ended' || error.code === 'mcp/unauthorized')
      this.#lost(this.#state.generation, toWireError(error));
    else if (doubtful.has(error.code)) this.apply({ type: 'checkNow' });
  }

  /** Ends it. Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.apply({ type: 'stop' });
    await this.whenQuiet();
  }

  /** Resolves when it neither starts nor stops nor runs. */
  async whenQuiet(): Promise<void> {
    const isQuiet = (): boolean => !isLive(this.#state) && this.#state.status !== 'stopping';
    if (!isQuiet()) await this.#until(isQuiet, null, null);
    await this.#ending;
  }

  #perform(effect: ServerEffect): void {
    switch (effect.type) {
      case 'connect':
        this.#abort = new AbortController();
        this.#work = this.#connect(effect.generation, this.#abort.signal);
        return;
      case 'end':
        this.#abort.abort();
        void this.#end(effect.generation);
        return;
      case 'retryAfter':
        this.#later(effect.delayMs, { type: 'retryTimePassed', generation: effect.generation });
        return;
      case 'checkAfter':
        this.#later(effect.delayMs, { type: 'checkTimePassed', generation: effect.generation });
        return;
      case 'check':
        void this.#check(effect.generation);
    }
  }

  #later(delayMs: number, event: ServerEvent): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => this.apply(event));
  }

  async #check(generation: number): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.#checking) return;
    this.#checking = true;
    const { signal } = this.#abort;
    try {
      await connection.check({ timeoutMs: checkTimeoutMs, signal });
      this.apply({ type: 'checked', generation });
    } catch (error) {
      if (connection === this.#connection && !signal.aborted) this.#lost(generation, toWireError(error));
    } finally {
      this.#checking = false;
    }
  }

  async #connect(generation: number, signal: AbortSignal): Promise<void> {
    const { connector, secrets, random, toolGrants, line } = this.#parts;
    const limitMs = this.#parts.connectLimitMs(this.#entry, this.#known !== null && !this.#timedOut);
    let lost: WireError | null = null;
    const place = line.join();
    this.#place = place;
    signal.addEventListener('abort', place.leave, { once: true });
    try {
      await this.#ending;
      await place.entered;
      const entry = await resolveSecrets(this.#entry, secrets);
      if (limitMs > connectTimeoutMs && !signal.aborted)
        this.#later(connectTimeoutMs, { type: 'startTakesLong', generation });
      const connection = await connector.connect(
        { name: this.name, entry },
        {
          onToolsChanged: (tools) => void this.#toolsChanged(generation, tools),
          onClosed: (cause) => {
            lost = cause;
            if (this.#connection === connection) this.#lost(generation, cause);
          },
          onOutput: (line) => this.#keepOutput(line),
        },
        { timeoutMs: limitMs, signal },
      );
      await toolGrants.sawTools(this.name, connection.tools);
      if (signal.aborted || this.#state.generation !== generation) return await connection.close();
      this.#connection = connection;
      this.#timedOut = false;
      const { tools, era, version, capabilities } = connection;
      this.#know({ tools, era, version, capabilities, connectedAtMs: this.#parts.clock.nowMs() });
      this.apply({ type: 'connected', generation });
      if (lost) this.#lost(generation, lost);
    } catch (error) {
      if (!(error instanceof AppError)) {
        this.#parts.logger.log('error', 'a server could not be connected for an unexpected reason', {
          server: this.name,
          error: String(error),
        });
      }
      this.#timedOut = isStartTimeout(error);
      const cause = toWireError(withDownloadAdvice(error, limitMs));
      this.apply({ type: 'connectFailed', generation, cause, jitter: random() });
    } finally {
      place.leave();
    }
  }

  #lost(generation: number, cause: WireError): void {
    const connection = this.#connection;
    this.#connection = null;
    if (connection) this.#ending = connection.close().catch((error: unknown) => this.#report(error));
    this.apply({ type: 'lost', generation, cause, jitter: this.#parts.random() });
  }

  async #end(generation: number): Promise<void> {
    await this.#work;
    const connection = this.#connection;
    await connection?.close();
    if (this.#connection === connection) this.#connection = null;
    this.apply({ type: 'ended', generation });
  }

  async #toolsChanged(generation: number, tools: readonly ToolDefinition[]): Promise<void> {
    await this.#parts.toolGrants.sawTools(this.name, tools);
    if (this.#state.status !== 'ready' || this.#state.generation !== generation || !this.#known) return;
    this.#know({ ...this.#known, tools });
    this.#options.onChanged();
  }

  #know(known: ServerMemory): void {
    this.#known = known;
    this.#options.onKnown(known);
  }

  #report(error: unknown): void {
    this.#parts.logger.log('error', 'a lost connection could not be ended', {
      server: this.name,
      error: String(error),
    });
  }

  #keepOutput(line: string): void {
    this.#output.push(line);
    if (this.#output.length > outputLines) this.#output.splice(0, this.#output.length - outputLines);
  }

  #until(isSo: () => boolean, timeoutMs: number | null, signal: AbortSignal | null): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#waiters.delete(look);
        signal?.removeEventListener('abort', finish);
        cancelTimer();
        resolve();
      };
      const look = (): void => {
        if (isSo()) finish();
      };
      const cancelTimer = timeoutMs === null ? () => {} : this.#parts.clock.after(timeoutMs, finish);
      this.#waiters.add(look);
      signal?.addEventListener('abort', finish, { once: true });
    });
  }
}

/** Failures of a call after which the server is asked whether it is there. */
const doubtful: ReadonlySet<string> = new Set(['mcp/connection-lost', 'mcp/unreachable', 'mcp/call-timeout']);

function notRunning(name: string, state: ServerState): string {
  switch (state.status) {
    case 'failed':
      return `The server "${name}" is not running: ${state.cause.message}`;
    case 'unapproved':
      return `The server "${name}" waits for its owner's approval.`;
    case 'starting':
      return `The server "${name}" is still starting.${state.isSlow ? ' It may be downloading.' : ''}`;
    case 'stopped':
    case 'stopping':
    case 'ready':
      return `The server "${name}" is not running.`;
  }
}
