/**
 * The simulated provider's server on 127.0.0.1: looks at the key, then shows every request to its route.
 *
 * Path: socket -> here -> realtime/connection or rest/. Always: only the given key is let in, and every attempt is in the log.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ProviderOptions } from './create-provider.ts';
import type { Faults, Stage, StageFault } from './faults.ts';
import type { Mind } from './mind.ts';
import { ProviderLog } from './provider-log.ts';
import { serveRealtime } from './realtime/connection.ts';
import type { Pace } from './realtime/emit-output.ts';
import { completion } from './rest/complete.ts';
import { Refused, toErrorBody, toErrorHeaders, toRawAnswer, toRefusedBody } from './rest/error-answers.ts';
import { answerModels, defaultModels } from './rest/models.ts';
import { serveStage } from './rest/serve-stage.ts';
import type { StagePorts, StageWork } from './rest/serve-stage.ts';
import { speech } from './rest/synthesise.ts';
import { transcription } from './rest/transcribe.ts';

export class FrontDesk {
  readonly log = new ProviderLog();
  thinkingMs: number;
  readonly #key: string;
  readonly #options: ProviderOptions;
  readonly #mind: Mind;
  readonly #pace: Pace;
  readonly #stages: StagePorts;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 32 * 1024 * 1024 });
  #faults: Faults;
  /** How many requests each stage's fault has struck since the faults were set. */
  #struck: Partial<Record<Stage, number>> = {};
  #connections = 0;

  constructor(key: string, options: ProviderOptions, mind: Mind) {
    this.#key = key;
    this.#options = options;
    this.#mind = mind;
    this.#faults = options.faults ?? {};
    this.thinkingMs = options.thinkingMs ?? 0;
    this.#pace = { chunkMs: options.chunkMs ?? 100, factor: options.paceFactor ?? 4, leadMs: options.leadMs ?? 500 };
    this.#stages = {
      mind,
      log: this.log,
      models: options.models ?? defaultModels,
      pace: this.#pace,
      thinkingMs: () => this.thinkingMs,
      wordMs: options.wordMs ?? 0,
      onFailure: options.onFailure ?? (() => undefined),
    };
    this.#server.on('upgrade', (request: IncomingMessage, socket, head) => this.#upgrade(request, socket, head));
  }

  dropConnections(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  setFaults(faults: Faults): void {
    this.#faults = faults;
    this.#struck = {};
  }

  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  async close(): Promise<void> {
    this.dropConnections();
    this.#sockets.close();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = addressOf(request);
    if (url === null) return void socket.destroy();
    const refusal = this.#admit(request, url.pathname, 'realtime');
    if (refusal === 'destroy') return void socket.destroy();
    const wrongPath = url.pathname === '/v1/realtime' ? null : 404;
    const status = refusal ?? wrongPath;
    if (status !== null) return void socket.end(toRawAnswer(status, this.#faults));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#connections += 1;
      serveRealtime(webSocket, {
        connection: this.#connections,
        model: url.searchParams.get('model') ?? 'gpt-realtime',
        mind: this.#mind,
        log: this.log,
        pace: this.#pace,
        semanticSilenceMs: this.#options.semanticSilenceMs ?? 500,
        thinkingMs: () => this.thinkingMs,
        faults: () => this.#faults,
        onFailure: this.#stages.onFailure,
      });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const pathname = addressOf(request)?.pathname;
    if (pathname === undefined) return void request.socket.destroy();
    const refusal = this.#admit(request, pathname, 'rest');
    if (refusal === 'destroy') return void request.socket.destroy();
    if (refusal !== null) return this.#send(response, refusal, toErrorBody(refusal));
    switch (pathname) {
      case '/v1/audio/transcriptions':
        return this.#serve(transcription, request, response);
      case '/v1/chat/completions':
        return this.#serve(completion, request, response);
      case '/v1/audio/speech':
        return this.#serve(speech, request, response);
      default:
        return this.#answerRead(pathname, response);
    }
  }

  #serve<S extends Stage>(work: StageWork<S>, request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'POST') return this.#send(response, 405, toErrorBody(405));
    void serveStage(work, this.#stages, request, response, this.#strike(work.stage));
  }

  #answerRead(path: string, response: ServerResponse): void {
    try {
      const body = answerModels(path, this.#stages.models);
      this.#send(response, body ? 200 : 404, body ?? toErrorBody(404));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#send(response, error.status, toRefusedBody(error));
    }
  }

  /** The fault for this request of a stage, if there is one and it has not struck often enough. */
  #strike(stage: Stage): StageFault {
    const fault = this.#faults[stage] ?? {};
    const struck = this.#struck[stage] ?? 0;
    if (struck >= (fault.times ?? Infinity)) return {};
    this.#struck[stage] = struck + 1;
    return fault;
  }

  /** Records the request; null lets it in, else the status to refuse it with. */
  #admit(request: IncomingMessage, path: string, protocol: 'realtime' | 'rest'): number | 'destroy' | null {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
    if (bearer !== null) this.log.keysSeen.push(bearer);
    const faults = protocol === 'rest' && this.#faults.sparesRest ? {} : this.#faults;
    const wrong = faults.rejectKey === true || bearer !== this.#key ? 401 : null;
    const refusal = faults.refuseConnection ? 'destroy' : (faults.httpStatus ?? wrong);
    this.log.publish('request', { path, key: bearer, accepted: refusal === null });
    return refusal;
  }

  #send(response: ServerResponse, status: number, body: object): void {
    const retry = status === 200 ? undefined : this.#faults.retryAfterSeconds;
    response.writeHead(status, toErrorHeaders(retry)).end(JSON.stringify(body));
  }
}

/** Null for a target that is no path: whoever sends one wants nothing of ours. */
function addressOf({ url = '/' }: IncomingMessage): URL | null {
  const whole = `http://127.0.0.1${url}`;
  return url.startsWith('/') && URL.canParse(whole) ? new URL(whole) : null;
}
