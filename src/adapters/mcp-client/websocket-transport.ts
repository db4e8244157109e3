/**
 * MCP over a WebSocket: one JSON-RPC message per text frame, subprotocol `mcp`.
 *
 * Path: remote-line.ts -> here -> ws.
 * Always: redirects are not followed; a frame over the limit fails the requests that wait and ends the connection; a peer that
 * answers no ping within a round is gone.
 * Source: the SDK's own client transport of 1.x, which cannot send headers and knows no limits.
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import { AppError } from '../../contract/index.ts';
import { keepAlive } from '../../wire/carriers/keep-alive.ts';
import { answeredId, markedAnswer, messageLimitBytes, requestId, tooLongMark } from './message-limit.ts';

const closeWithinMs = 1_000;

/** The server answered the upgrade with something else. */
export class UpgradeError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the server answered with HTTP ${status}`);
    this.status = status;
  }
}

export interface WebSocketOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly pingEveryMs?: number;
}

export class WebSocketTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  /** As over stdio: who is silent on the era probe is taken for an old server. */
  readonly stderr = null;
  readonly pid = null;
  readonly #options: WebSocketOptions;
  readonly #pending = new Set<string | number>();
  #socket: WebSocket | null = null;
  #closing: Promise<void> | null = null;
  #tooLong = false;

  constructor(options: WebSocketOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    const { url, headers } = this.#options;
    const socket = new WebSocket(url, 'mcp', {
      headers: { ...headers },
      maxPayload: messageLimitBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        keepAlive(socket, this.#options.pingEveryMs);
        resolve();
      });
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        reject(new UpgradeError(response.statusCode ?? 0));
      });
      socket.on('error', (error) => {
        this.#failed(error);
        reject(error);
      });
      socket.once('close', () => {
        reject(new Error('the server closed the connection at once'));
        this.#closing ??= Promise.resolve();
        if (this.#tooLong) for (const id of this.#pending) this.onmessage?.(markedAnswer(id, tooLongMark));
        this.onclose?.();
      });
      socket.on('message', (data) => this.#receive(data));
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN)
      return Promise.reject(
        new AppError('mcp/unreachable', 'The connection to the server is closed. Nothing was sent.'),
      );
    const id = requestId(message);
    if (id !== null) this.#pending.add(id);
    return new Promise((resolve, reject) => {
      socket.send(JSON.stringify(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const socket = this.#socket;
    if (!socket || socket.readyState === WebSocket.CLOSED) return this.onclose?.();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const timer = setTimeout(() => socket.terminate(), closeWithinMs);
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    else socket.terminate();
    await closed;
    clearTimeout(timer);
  }

  #receive(data: RawData): void {
    let message: JSONRPCMessage;
    try {
      message = JSON.parse(String(data)) as JSONRPCMessage;
    } catch (error) {
      return this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
    if (typeof message !== 'object' || message === null || message.jsonrpc !== '2.0') return;
    const id = answeredId(message);
    if (id !== null) this.#pending.delete(id);
    this.onmessage?.(message);
  }

  #failed(error: Error): void {
    if ((error as { code?: unknown }).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      this.#tooLong = true;
      this.#socket?.terminate();
    }
    this.onerror?.(error);
  }
}
