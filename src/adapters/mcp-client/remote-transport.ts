/**
 * Around one of the SDK's HTTP transports, to tell what it keeps to itself: that an answer will not come.
 *
 * Path: connection.ts -> SDK Client -> here -> SDK transport -> bounded-fetch.ts.
 * Always: a request whose stream ended without its answer fails at once instead of by its deadline, and is not sent again here;
 * the older HTTP+SSE transport ends with its stream, because a new stream is a new session.
 * Source: https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
import { SseError } from '@modelcontextprotocol/client';
import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import { isTooLong } from './bounded-fetch.ts';
import { answeredId, cutMark, markedAnswer, requestId, tooLongMark } from './message-limit.ts';

export class RemoteTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];
  /** By this the SDK knows that a request is cancelled by ending its stream. */
  readonly hasPerRequestStream: boolean;
  readonly #inner: Transport;
  readonly #lastFailure: () => unknown;
  readonly #pending = new Set<string | number>();
  #tooLong = false;
  #open = false;
  #closed = false;

  /** `lastFailure` tells why a stream of events could not be opened, or was given up. */
  constructor(inner: Transport, lastFailure: () => unknown = () => null) {
    this.#inner = inner;
    this.#lastFailure = lastFailure;
    this.hasPerRequestStream = inner.hasPerRequestStream === true;
    inner.onmessage = (message, extra) => {
      const id = answeredId(message);
      if (id !== null) this.#pending.delete(id);
      this.onmessage?.(message, extra);
    };
    inner.onerror = (error) => this.#failed(error);
    inner.onclose = () => this.onclose?.();
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  setProtocolVersion = (version: string): void => this.#inner.setProtocolVersion?.(version);

  async start(): Promise<void> {
    try {
      await this.#inner.start();
    } catch (error) {
      throw error instanceof SseError && error.code === undefined && this.#lastFailure() !== null
        ? this.#lastFailure()
        : error;
    }
    this.#open = true;
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const id = requestId(message);
    // Who listens to the end of the stream deals with it.
    if (id === null || options?.onRequestStreamEnd) return this.#inner.send(message, options);
    this.#pending.add(id);
    options?.requestSignal?.addEventListener('abort', () => this.#pending.delete(id), { once: true });
    try {
      await this.#inner.send(message, { ...options, onRequestStreamEnd: () => this.#cut(id) });
    } catch (error) {
      this.#pending.delete(id);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#inner.close();
  }

  #cut(id: string | number): void {
    const mark = this.#tooLong ? tooLongMark : cutMark;
    this.#tooLong = false;
    if (this.#pending.delete(id)) this.onmessage?.(markedAnswer(id, mark));
  }

  #failed(error: Error): void {
    if (isTooLong(error)) this.#tooLong = true;
    this.onerror?.(error);
    if (!(error instanceof SseError) || !this.#open || this.#closed) return;
    if (isTooLong(this.#lastFailure())) {
      for (const id of this.#pending) this.onmessage?.(markedAnswer(id, tooLongMark));
      this.#pending.clear();
    }
    void this.close();
  }
}
