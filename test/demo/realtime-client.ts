/**
 * A bare WebSocket client of the Realtime protocol for tests: sends client events, waits for server events.
 */
import { WebSocket } from 'ws';
import type { Provider } from '../../src/demo/create-provider.ts';
import type { ServerEvent } from '../../src/demo/realtime/server-events.ts';
import { toBase64 } from '../../src/demo/speaking/pcm.ts';

type Having<E, T> = E extends { type: infer U } ? (T extends U ? E & { type: T } : never) : never;
export type EventOf<T extends ServerEvent['type']> = Having<ServerEvent, T>;

export class RealtimeClient {
  readonly events: ServerEvent[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  #read = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.events.push(JSON.parse(data.toString('utf8')) as ServerEvent);
      for (const wake of [...this.#waiting]) wake();
    });
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  send(event: object): void {
    this.#socket.send(JSON.stringify(event));
  }

  sendRaw(text: string): void {
    this.#socket.send(text);
  }

  sendAudio(pcm: Int16Array): void {
    for (let at = 0; at < pcm.length; at += 2400) {
      this.send({ type: 'input_audio_buffer.append', audio: toBase64(pcm.slice(at, at + 2400)) });
    }
  }

  /** The next event of this type after the one last waited for. */
  async next<T extends ServerEvent['type']>(type: T): Promise<EventOf<T>> {
    for (;;) {
      const index = this.events.findIndex((event, at) => at >= this.#read && event.type === type);
      if (index >= 0) {
        this.#read = index + 1;
        return this.events[index] as unknown as EventOf<T>;
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** A typed turn: the item and the request for its answer. */
  ask(text: string): void {
    this.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
    });
    this.send({ type: 'response.create' });
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** Connects, and rejects with the status where the provider refuses. */
export function connectRealtime(provider: Provider, key = provider.key): Promise<RealtimeClient> {
  const url = `${provider.url.replace('http', 'ws')}/realtime?model=gpt-realtime`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${key}` } });
  const client = new RealtimeClient(socket);
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(client));
    socket.once('error', reject);
  });
}
