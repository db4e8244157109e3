/**
 * The page's bridge: one that outlives its carrier. A lost connection is made again and every subscription with it.
 *
 * Path: hooks -> here -> wire/client.ts -> carrier. What to do when is decided in connection-state.ts.
 * Always: a subscriber gets the whole state anew after each reconnection, so nothing is missed.
 */
import { BridgeClient } from '../../wire/client.ts';
import { Listeners } from '../listeners.ts';
import { initialConnection, stepConnection } from './connection-state.ts';
import type { Bridge, EventMessage, EventName, Method, MethodInput, MethodOutput } from '../../contract/index.ts';
import type { Channel } from '../../wire/channel.ts';
import type { ConnectionEffect, ConnectionEvent, ConnectionState } from './connection-state.ts';

/** A connection being made; `onOpen` fires once it carries messages. */
export interface DialedChannel {
  readonly channel: Channel;
  onOpen(listener: () => void): void;
}

/** A bridge that also tells how its connection is. */
export interface PageBridge extends Bridge {
  connection(): ConnectionState;
  onConnectionChanged(listener: () => void): () => void;
  /** Tries again at once instead of waiting for the next attempt. */
  reconnectNow(): void;
}

type Attach = (client: BridgeClient) => () => void;

export class ReconnectingBridge implements PageBridge {
  readonly #dial: () => DialedChannel;
  readonly #schedule: (run: () => void, delayMs: number) => void;
  readonly #now: () => number;
  readonly #listeners = new Listeners();
  readonly #subscriptions = new Map<Attach, () => void>();
  #client: BridgeClient;
  #state: ConnectionState = initialConnection;

  constructor(options: {
    dial: () => DialedChannel;
    schedule: (run: () => void, delayMs: number) => void;
    now: () => number;
  }) {
    this.#dial = options.dial;
    this.#schedule = options.schedule;
    this.#now = options.now;
    this.#client = this.#open(this.#state.generation);
  }

  invoke<M extends Method>(
    method: M,
    input: MethodInput<M>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<MethodOutput<M>> {
    return this.#client.invoke(method, input, options);
  }

  subscribe<E extends EventName>(event: E, listener: (message: EventMessage<E>) => void): () => void {
    const attach: Attach = (client) => client.subscribe(event, listener);
    this.#subscriptions.set(attach, attach(this.#client));
    return () => {
      this.#subscriptions.get(attach)?.();
      this.#subscriptions.delete(attach);
    };
  }

  connection(): ConnectionState {
    return this.#state;
  }

  readonly onConnectionChanged = this.#listeners.add;

  reconnectNow(): void {
    this.#feed({ type: 'wokeUp' });
  }

  /** For good: no connection is made again, and everything asked from here on fails with `bridge/closed`. */
  close(): void {
    this.#feed({ type: 'hungUp' });
  }

  #feed(event: ConnectionEvent): void {
    const { state, effects } = stepConnection(this.#state, event, this.#now());
    if (state === this.#state) return;
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    this.#listeners.tell();
  }

  #run(effect: ConnectionEffect): void {
    if (effect.type === 'hangUp') return this.#client.close();
    const { generation } = effect;
    if (effect.type === 'scheduleRetry') {
      this.#schedule(() => this.#feed({ type: 'retryDue', generation }), effect.delayMs);
      return;
    }
    this.#client = this.#open(generation);
    for (const attach of [...this.#subscriptions.keys()]) this.#subscriptions.set(attach, attach(this.#client));
  }

  #open(generation: number): BridgeClient {
    const { channel, onOpen } = this.#dial();
    const client = new BridgeClient(channel);
    onOpen(() => this.#feed({ type: 'opened', generation }));
    channel.onClose(() => this.#feed({ type: 'closed', generation }));
    return client;
  }
}
