/**
 * The simulated model provider as a server on 127.0.0.1: HTTP and WebSocket in front, one mind behind.
 *
 * Path: agent (or a test) -> here -> realtime connection -> mind. Tests use it in their own process; the demo runs provider.ts.
 * Always: only the given key is let in; everything that arrived and left is in `log`; nothing listens after `close`.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Faults } from './faults.ts';
import { createRecogniser } from './hearing/recogniser.ts';
import { createMind } from './mind.ts';
import type { Mind } from './mind.ts';
import { ProviderLog } from './provider-log.ts';
import { serveRealtime } from './realtime/connection.ts';
import { createSpeaker } from './speaking/speaker.ts';
import { createVoice } from './speaking/voice.ts';
import type { Voice } from './speaking/voice.ts';
import { defaultSentences } from './thinking/sentences.ts';
import type { Sentence } from './thinking/sentences.ts';

export interface ProviderOptions {
  /** The one accepted bearer key; a random one where none is given. */
  readonly key?: string;
  readonly port?: number;
  readonly faults?: Faults;
  /** A voice to share between providers; one is made (and closed) where none is given. */
  readonly voice?: Voice;
  /** The sentences it knows; the default ones where none are given. */
  readonly sentences?: readonly Sentence[];
  /** Where templates of the sentences are kept between starts; nowhere when left out. */
  readonly cacheFolder?: string;
  /** Be ready before the sentences are learnt; the first utterance then waits for them. */
  readonly learnLater?: boolean;
  /** Waiting before each answer. */
  readonly thinkingMs?: number;
  /** Sound per audio delta. */
  readonly chunkMs?: number;
  /** How much faster than real time answers are sent. */
  readonly paceFactor?: number;
  /** Sound sent at once at the start of an answer. */
  readonly leadMs?: number;
  /** The silence that ends a turn under `semantic_vad`. */
  readonly semanticSilenceMs?: number;
  /** Told of a failure inside the provider itself. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Provider {
  /** The base URL for an OpenAI client, ending in /v1. */
  readonly url: string;
  readonly key: string;
  readonly log: ProviderLog;
  readonly voice: Voice;
  /** Replaces the faults, for open connections too; `{}` heals. */
  setFaults(faults: Faults): void;
  setThinkingMs(thinkingMs: number): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

export async function createProvider(options: ProviderOptions = {}): Promise<Provider> {
  const key = options.key ?? `demo-${randomBytes(24).toString('base64url')}`;
  const sentences = options.sentences ?? defaultSentences;
  const voice = options.voice ?? (await createVoice());
  const recogniser = createRecogniser({ sentences, voice, cacheFolder: options.cacheFolder ?? null });
  if (!options.learnLater) await recogniser.learnt;
  const desk = new FrontDesk(key, options, createMind(sentences, recogniser, createSpeaker(voice)));
  const url = await desk.listen(options.port ?? 0);
  return {
    url,
    key,
    log: desk.log,
    voice,
    setFaults: (faults) => {
      desk.faults = faults;
    },
    setThinkingMs: (thinkingMs) => {
      desk.thinkingMs = thinkingMs;
    },
    close: async () => {
      await desk.close();
      if (!options.voice) voice.close();
    },
  };
}

const models = ['gpt-realtime', 'gpt-realtime-mini', 'gpt-4o-mini', 'gpt-4o-mini-tts', 'gpt-4o-mini-transcribe'];

class FrontDesk {
  readonly log = new ProviderLog();
  faults: Faults;
  thinkingMs: number;
  readonly #key: string;
  readonly #options: ProviderOptions;
  readonly #mind: Mind;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 32 * 1024 * 1024 });
  #connections = 0;

  constructor(key: string, options: ProviderOptions, mind: Mind) {
    this.#key = key;
    this.#options = options;
    this.#mind = mind;
    this.faults = options.faults ?? {};
    this.thinkingMs = options.thinkingMs ?? 0;
    this.#server.on('upgrade', (request: IncomingMessage, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const refusal = this.#admit(request, url.pathname);
    if (refusal === 'destroy') return void socket.destroy();
    const wrongPath = url.pathname === '/v1/realtime' ? null : 404;
    const status = refusal ?? wrongPath;
    if (status !== null) return void socket.end(toRawResponse(status, this.faults));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#connections += 1;
      serveRealtime(webSocket, {
        connection: this.#connections,
        model: url.searchParams.get('model') ?? 'gpt-realtime',
        mind: this.#mind,
        log: this.log,
        pace: {
          chunkMs: this.#options.chunkMs ?? 100,
          factor: this.#options.paceFactor ?? 4,
          leadMs: this.#options.leadMs ?? 500,
        },
        semanticSilenceMs: this.#options.semanticSilenceMs ?? 500,
        thinkingMs: () => this.thinkingMs,
        faults: () => this.faults,
        onFailure: this.#options.onFailure ?? (() => undefined),
      });
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const refusal = this.#admit(request, pathname);
    if (refusal === 'destroy') return void request.socket.destroy();
    if (refusal !== null) return sendJson(response, refusal, toErrorBody(refusal), this.faults);
    if (pathname === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'parley-demo' }));
      return sendJson(response, 200, { object: 'list', data }, this.faults);
    }
    sendJson(response, 404, toErrorBody(404), this.faults);
  }

  /** Records the request; null lets it in, else the status to refuse it with. */
  #admit(request: IncomingMessage, path: string): number | 'destroy' | null {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
    if (bearer !== null) this.log.keysSeen.push(bearer);
    const faults = this.faults;
    const wrong = faults.rejectKey === true || bearer !== this.#key ? 401 : null;
    const refusal = faults.refuseConnection ? 'destroy' : (faults.httpStatus ?? wrong);
    this.log.publish('request', { path, key: bearer, accepted: refusal === null });
    return refusal;
  }
}

function toErrorBody(status: number): object {
  const known: Readonly<Record<number, [string, string, string]>> = {
    401: ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'],
    404: ['invalid_request_error', 'unknown_url', 'Unknown request URL.'],
    429: ['rate_limit_error', 'rate_limit_exceeded', 'Rate limit reached. Please try again later.'],
  };
  const [type, code, message] = known[status] ?? ['server_error', 'server_error', 'The server had an error.'];
  return { error: { message, type, param: null, code } };
}

function toHeaders(faults: Faults): Record<string, string> {
  const retry = faults.retryAfterSeconds;
  return {
    'content-type': 'application/json',
    ...(retry === undefined ? {} : { 'retry-after': String(retry) }),
  };
}

function sendJson(response: ServerResponse, status: number, body: object, faults: Faults): void {
  response.writeHead(status, toHeaders(faults)).end(JSON.stringify(body));
}

function toRawResponse(status: number, faults: Faults): string {
  const body = JSON.stringify(toErrorBody(status));
  const headers = { ...toHeaders(faults), 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${String(status)} Refused`, ...lines, '', body].join('\r\n');
}
