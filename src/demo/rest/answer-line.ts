/**
 * The way back of one REST request: what a stage writes goes out here, and the stage's fault acts here.
 *
 * Path: stage -> here -> socket. Always: `signal` aborts when the client goes; after a cut or an abort nothing more is written.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { StageFault } from '../faults.ts';
import { nowMs } from '../provider-log.ts';
import { toErrorBody, toErrorHeaders } from './error-answers.ts';
import type { StageRecord } from './stage-records.ts';

/** Thrown where a fault has ended the answer. */
export class CutByFault extends Error {}

export class AnswerLine {
  readonly signal: AbortSignal;
  readonly fault: StageFault;
  readonly #response: ServerResponse;
  readonly #record: StageRecord;
  #sentBytes = 0;

  constructor(response: ServerResponse, record: StageRecord, fault: StageFault) {
    this.#response = response;
    this.#record = record;
    this.fault = fault;
    const abort = new AbortController();
    this.signal = abort.signal;
    response.on('close', () => {
      if (!response.writableFinished) abort.abort();
    });
    response.on('error', () => abort.abort());
  }

  get opened(): boolean {
    return this.#response.headersSent;
  }

  /** Lets the fault answer in the stage's place, before the request is looked at. @throws {CutByFault} when it has. */
  async admit(): Promise<void> {
    const { delayMs, httpStatus, error, retryAfterSeconds, silent } = this.fault;
    if (silent) await this.#untilGone();
    if (httpStatus === undefined) return;
    if (delayMs) await delay(delayMs, undefined, { signal: this.signal });
    this.#begin(httpStatus, toErrorHeaders(retryAfterSeconds));
    this.#response.end(JSON.stringify(toErrorBody(httpStatus, error)));
    throw new CutByFault('Answered with the status of the fault.');
  }

  /** Sends status and headers of a good answer, late where the fault says so. */
  async open(contentType: string): Promise<void> {
    if (this.fault.delayMs) await delay(this.fault.delayMs, undefined, { signal: this.signal });
    this.signal.throwIfAborted();
    this.#begin(200, { 'content-type': contentType });
    this.#response.flushHeaders();
  }

  /** Writes a piece of the body; waits where the client does not keep up. */
  async write(piece: string | Uint8Array): Promise<void> {
    this.signal.throwIfAborted();
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    if (bytes.length === 0) return;
    const { dropAfterBytes = Infinity, silentAfterBytes = Infinity } = this.fault;
    const limit = Math.min(dropAfterBytes, silentAfterBytes);
    const part = bytes.subarray(0, Math.max(0, limit - this.#sentBytes));
    this.#sentBytes += part.length;
    this.#record.firstByteAtMs ??= nowMs();
    await this.#push(part);
    if (part.length === bytes.length) return;
    if (limit === silentAfterBytes) await this.#untilGone();
    this.#response.destroy();
    throw new CutByFault('Dropped by the fault.');
  }

  end(): void {
    this.#response.end();
  }

  async sendJson(body: object): Promise<void> {
    await this.open('application/json');
    await this.write(JSON.stringify(body));
    this.end();
  }

  /** Refuses before anything was sent; tears the connection down where it is too late for that. */
  refuse(status: number, body: object): void {
    if (this.opened) return void this.#response.destroy();
    this.#begin(status, toErrorHeaders());
    this.#response.end(JSON.stringify(body));
  }

  #begin(status: number, headers: Record<string, string>): void {
    this.#record.httpStatus = status;
    this.#response.writeHead(status, { ...headers, 'x-request-id': this.#record.id });
  }

  async #push(part: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(new DOMException('The client is gone.', 'AbortError'));
      this.signal.addEventListener('abort', onAbort, { once: true });
      this.#response.write(part, () => {
        this.signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });
  }

  /** Rejects when the client has gone, and never resolves. */
  #untilGone(): Promise<never> {
    return new Promise((_resolve, reject) => {
      const onAbort = (): void => reject(new CutByFault('Silent by the fault.'));
      if (this.signal.aborted) onAbort();
      else this.signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
