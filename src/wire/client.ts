/**
 * The client's end of the bridge, the same on every carrier.
 *
 * Path: window | agent | cli -> here -> channel -> wire/server.ts.
 * Always: a request settles exactly once; after the channel's end everything fails with `bridge/closed`.
 */
import { AppError, fromWireError } from '../contract/errors.ts';
import { ServerMessage } from '../contract/envelope.ts';
import type { Bridge, EventMessage, EventName, Method, MethodInput, MethodOutput } from '../contract/bridge.ts';
import type { Channel } from './channel.ts';

interface Pending {
  resolve(output: unknown): void;
  reject(error: AppError): void;
}
type Listener = (message: EventMessage<EventName>) => void;

/** The client half of the bridge over `channel`. */
export class BridgeClient implements Bridge {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #nextId = 1;
  #closed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((message) => this.#receive(message));
    channel.onClose(() => this.#close());
  }

  invoke<M extends Method>(
    method: M,
    input: MethodInput<M>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<MethodOutput<M>> {
    if (this.#closed) return Promise.reject(closedError());
    const id = this.#nextId++;
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(cancelledError());
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#channel.send({ cancel: id });
        this.#settle(id)?.reject(cancelledError());
      };
      const release = (): void => signal?.removeEventListener('abort', onAbort);
      this.#pending.set(id, {
        resolve: (output) => (release(), resolve(output as MethodOutput<M>)),
        reject: (error) => (release(), reject(error)),
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#channel.send({ id, method, input });
    });
  }

  subscribe<E extends EventName>(event: E, listener: (message: EventMessage<E>) => void): () => void {
    const added = listener as unknown as Listener;
    const listeners = this.#listeners.get(event) ?? new Set<Listener>();
    listeners.add(added);
    this.#listeners.set(event, listeners);
    // Subscribing again makes the server send the state anew, which the new listener needs.
    if (!this.#closed) this.#channel.send({ subscribe: event });
    return () => {
      listeners.delete(added);
      if (listeners.size > 0 || this.#listeners.get(event) !== listeners) return;
      this.#listeners.delete(event);
      if (!this.#closed) this.#channel.send({ unsubscribe: event });
    };
  }

  close(): void {
    this.#channel.close();
    this.#close();
  }

  #receive(raw: unknown): void {
    const parsed = ServerMessage.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if ('refused' in message) return;
    if ('event' in message) {
      const told =
        'state' in message
          ? { type: 'state', seq: message.seq, state: message.state }
          : { type: 'event', seq: message.seq, payload: message.payload };
      for (const listener of [...(this.#listeners.get(message.event) ?? [])]) {
        listener(told as EventMessage<EventName>);
      }
      return;
    }
    const pending = this.#settle(message.id);
    if (message.ok) pending?.resolve(message.output);
    else pending?.reject(fromWireError(message.error));
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const pending of this.#pending.values()) pending.reject(closedError());
    this.#pending.clear();
  }
}

const closedError = (): AppError =>
  new AppError('bridge/closed', 'The connection to Parley has ended. Start Parley and try again.');
const cancelledError = (): AppError => new AppError('bridge/cancelled', 'The request was cancelled.');
