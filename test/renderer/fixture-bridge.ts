/**
 * A bridge without a host: says what a scenario scripts, and keeps what was asked of it.
 *
 * Always: a subscriber gets the event's state at once, as from the real one; a method without a script never answers.
 */
import { initialConnection } from '../../src/renderer/bridge/connection-state.ts';
import type { ConnectionState } from '../../src/renderer/bridge/connection-state.ts';
import type { PageBridge } from '../../src/renderer/bridge/reconnecting-bridge.ts';
import type {
  EventMessage,
  EventName,
  EventPayload,
  EventState,
  Method,
  MethodInput,
  MethodOutput,
} from '../../src/contract/index.ts';

export type ScriptedStates = { readonly [E in EventName]?: EventState<E> };
export type ScriptedMethods = {
  readonly [M in Method]?: (input: MethodInput<M>, bridge: FixtureBridge) => MethodOutput<M> | Promise<MethodOutput<M>>;
};

export interface Script {
  readonly states: ScriptedStates;
  readonly methods: ScriptedMethods;
  readonly connection?: ConnectionState;
}

type Listener = (message: EventMessage<EventName>) => void;

export class FixtureBridge implements PageBridge {
  readonly calls: { readonly method: Method; readonly input: unknown }[] = [];
  readonly #script: Script;
  readonly #states: Map<EventName, unknown>;
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly #connectionListeners = new Set<() => void>();
  #connection: ConnectionState;
  #seq = 0;

  constructor(script: Script) {
    this.#script = script;
    this.#states = new Map(Object.entries(script.states) as [EventName, unknown][]);
    this.#connection = script.connection ?? { ...initialConnection, status: 'open' };
  }

  async invoke<M extends Method>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    this.calls.push({ method, input });
    const run = this.#script.methods[method] as
      ((input: MethodInput<M>, bridge: FixtureBridge) => MethodOutput<M>) | undefined;
    if (!run) return new Promise(() => undefined);
    return run(input, this);
  }

  subscribe<E extends EventName>(event: E, listener: (message: EventMessage<E>) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set<Listener>();
    this.#listeners.set(event, listeners);
    const added = listener as unknown as Listener;
    listeners.add(added);
    if (this.#states.has(event)) {
      const message = { type: 'state', seq: this.#seq, state: this.#states.get(event) };
      queueMicrotask(() => listeners.has(added) && added(message as EventMessage<EventName>));
    }
    return () => listeners.delete(added);
  }

  connection(): ConnectionState {
    return this.#connection;
  }

  onConnectionChanged(listener: () => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  reconnectNow(): void {
    this.setConnection({ status: 'open', generation: this.#connection.generation + 1 });
  }

  setConnection(connection: ConnectionState): void {
    this.#connection = connection;
    for (const listener of this.#connectionListeners) listener();
  }

  isHeard(event: EventName): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  /** What the state of `event` is now. */
  state<E extends EventName>(event: E): EventState<E> {
    return this.#states.get(event) as EventState<E>;
  }

  /** Tells every subscriber; `state` is what a later one gets. */
  emit<E extends EventName>(event: E, payload: EventPayload<E>, state: EventState<E>): void {
    this.#states.set(event, state);
    this.#seq += 1;
    const message = { type: 'event', seq: this.#seq, payload };
    for (const listener of this.#listeners.get(event) ?? []) listener(message as EventMessage<EventName>);
  }
}
