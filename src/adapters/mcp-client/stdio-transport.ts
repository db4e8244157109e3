/**
 * The SDK's Transport over a local process of ours, one object per start.
 *
 * Path: connection.ts -> SDK Client -> here -> server-process.ts.
 * Always: a message over the limit fails only the request it answers; a line that is not JSON-RPC is skipped and shown to the
 * owner; the end of the process closes the transport once.
 * Source: stdio transport, https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { Keeper } from '../../core/ports.ts';
import { LargeMessageParser, largeMessageBytes } from './large-message-parser.ts';
import { LineReader } from './line-reader.ts';
import { answeredId, markedAnswer, messageLimitBytes, requestId, tooLongMark } from './message-limit.ts';
import { ServerProcess } from './server-process.ts';
import type { LaunchPlan } from './server-process.ts';

/** Shown of a line that is not a message. */
const shownLength = 500;

export interface StdioTransportOptions {
  readonly plan: LaunchPlan;
  readonly markerValue: string;
  readonly keeper: Keeper;
  onStarted(pid: number): void;
  onOutput(line: string): void;
}

export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  /** How it ended by itself, null while it lives or after `close`. */
  exit: { readonly code: number | null; readonly signal: string | null } | null = null;
  /** The SDK knows a stdio transport by having `stderr` and `pid`, and then takes silence for an old server. */
  readonly stderr = null;
  readonly #options: StdioTransportOptions;
  readonly #reader: LineReader;
  readonly #pending = new Set<string | number>();
  readonly #parser = new LargeMessageParser();
  /** Waits for the message that is being parsed; null while none is. */
  #behind: (() => void)[] | null = null;
  #process: ServerProcess | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
    this.#reader = new LineReader({
      limitBytes: messageLimitBytes,
      largeBytes: largeMessageBytes,
      onLine: (line) => this.#inOrder(() => this.#receive(line)),
      onLargeLine: (parts) => this.#inOrder(() => this.#parse(parts)),
      onTooLong: (ends) => this.#inOrder(() => this.#refuse(ends)),
    });
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  async start(): Promise<void> {
    const { plan, markerValue, keeper, onStarted, onOutput } = this.#options;
    this.#process = await ServerProcess.start(plan, markerValue, keeper, {
      onData: (chunk) => {
        if (!this.#closing) this.#reader.push(chunk);
      },
      onOutput,
      onExit: (exit) => {
        this.exit = exit;
        this.#closing ??= Promise.resolve();
        this.#inOrder(() => {
          this.#parser.close();
          this.onclose?.();
        });
      },
    });
    if (this.#closing) return this.#process.stop();
    onStarted(this.#process.pid);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.#process) throw new Error('The transport is not started.');
    const id = requestId(message);
    if (id !== null) this.#pending.add(id);
    await this.#process.write(`${JSON.stringify(message)}\n`);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#parser.close();
    await this.#process?.stop();
    this.onclose?.();
  }

  /** What comes after a message that is being parsed waits for it. */
  #inOrder(run: () => void): void {
    if (this.#behind) this.#behind.push(run);
    else run();
  }

  #parse(parts: Buffer[]): void {
    this.#behind = [];
    void this.#parser.parse(parts).then((answer) => {
      if (this.#closing && !this.exit) return;
      if ('text' in answer) this.#receive(answer.text);
      else this.#take(toMessage(answer.value), '(a long line)');
      const behind = this.#behind ?? [];
      this.#behind = null;
      for (const run of behind) this.#inOrder(run);
    });
  }

  #receive(line: string): void {
    if (line.trim() !== '') this.#take(parseMessage(line), line);
  }

  #take(message: JSONRPCMessage | null, line: string): void {
    if (message === null) {
      this.#options.onOutput(`[not MCP] ${line.slice(0, shownLength)}`);
      return;
    }
    const id = answeredId(message);
    if (id !== null) this.#pending.delete(id);
    this.onmessage?.(message);
  }

  /** Fails the request that the dropped line answered; every waiting one if the line does not tell. */
  #refuse(ends: { readonly head: string; readonly tail: string; readonly sizeBytes: number }): void {
    this.#options.onOutput(`[dropped] a message of ${ends.sizeBytes} bytes is over the limit of ${messageLimitBytes}`);
    const told = idOf(ends);
    const ids = told !== null && this.#pending.has(told) ? [told] : [...this.#pending];
    for (const id of ids) {
      this.#pending.delete(id);
      this.onmessage?.(markedAnswer(id, tooLongMark));
    }
  }
}

function parseMessage(line: string): JSONRPCMessage | null {
  try {
    return toMessage(JSON.parse(line));
  } catch {
    return null;
  }
}

const toMessage = (value: unknown): JSONRPCMessage | null =>
  typeof value === 'object' && value !== null && (value as { jsonrpc?: unknown }).jsonrpc === '2.0'
    ? (value as JSONRPCMessage)
    : null;

/** The id stands before the result or after it, depending on who wrote the message. */
function idOf({ head, tail }: { readonly head: string; readonly tail: string }): string | number | null {
  const first = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d+|"[^"\\]{0,200}")\s*,/.exec(head)?.[1];
  const last = /,\s*"id"\s*:\s*(\d+|"[^"\\]{0,200}")\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/.exec(tail)?.[1];
  const text = first ?? last;
  return text === undefined ? null : (JSON.parse(text) as string | number);
}
