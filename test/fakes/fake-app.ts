/**
 * An App without a world: a bridge whose methods answer what the test scripted, over the real wire.
 *
 * Always: every call is recorded; a method that was not scripted fails with `bridge/unknown-method`.
 */
import { AppError, toWireError } from '../../src/contract/index.ts';
import type {
  Bridge,
  Caller,
  EventMessage,
  EventName,
  Method,
  MethodInput,
  MethodOutput,
} from '../../src/contract/index.ts';
import type { App } from '../../src/app/app.ts';
import { createMemoryChannels } from '../../src/wire/carriers/memory.ts';
import type { Channel } from '../../src/wire/channel.ts';
import { BridgeClient } from '../../src/wire/client.ts';
import { serveBridge } from '../../src/wire/server.ts';
import type { BridgeTarget } from '../../src/wire/server.ts';

export type FakeMethods = {
  [M in Method]?: (input: MethodInput<M>, signal: AbortSignal) => MethodOutput<M> | Promise<MethodOutput<M>>;
};

type Listener = (message: EventMessage<EventName>) => void;

export class FakeApp implements App, BridgeTarget {
  readonly calls: { method: string; input: unknown; caller: Caller }[] = [];
  readonly callers: Caller[] = [];
  published: { url: string; token: string } | null = null;
  closed = 0;
  readyResult: Promise<{ livekitUrl: string }> = Promise.resolve({ livekitUrl: 'ws://127.0.0.1:7880' });
  closing: Promise<void> = Promise.resolve();
  /** States that late subscribers get; null where none is set. */
  readonly states = new Map<EventName, unknown>();
  readonly #methods: FakeMethods;
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly #waiting: { event: EventName; resolve: () => void }[] = [];
  #seq = 0;

  constructor(methods: FakeMethods = {}) {
    this.#methods = methods;
  }

  serve(channel: Channel, caller: Caller): void {
    this.callers.push(caller);
    serveBridge(channel, caller, this);
  }

  client(): Bridge {
    const [near, far] = createMemoryChannels();
    this.serve(far, { connectionId: 'in-process', role: 'owner', room: 'main' as Caller['room'], identity: null });
    return new BridgeClient(near);
  }

  ready(): Promise<{ livekitUrl: string }> {
    return this.readyResult;
  }

  publish(run: { url: string; token: string }): Promise<void> {
    this.published = run;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed += 1;
    return this.closing;
  }

  /** Tells every subscriber of `event`. */
  emit(event: EventName, payload: unknown): void {
    const message = { type: 'event', seq: ++this.#seq, payload } as EventMessage<EventName>;
    for (const listener of this.#listeners.get(event) ?? []) listener(message);
  }

  /** Resolves when somebody listens to `event`. */
  subscribed(event: EventName): Promise<void> {
    if (this.#listeners.get(event)?.size) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ event, resolve }));
  }

  async dispatch(caller: Caller, method: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    this.calls.push({ method, input, caller });
    const handler = this.#methods[method as Method] as ((input: unknown, signal: AbortSignal) => unknown) | undefined;
    if (!handler) throw new AppError('bridge/unknown-method', `The fake app has no method "${method}".`);
    return await handler(input, signal);
  }

  describe(_method: string, error: unknown): ReturnType<BridgeTarget['describe']> {
    return toWireError(error);
  }

  allows(_event: string, _caller: Caller): _event is EventName {
    return true;
  }

  state(event: EventName): EventMessage<EventName> {
    return { type: 'state', seq: this.#seq, state: this.states.get(event) ?? null } as EventMessage<EventName>;
  }

  listen(event: EventName, _caller: Caller, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set<Listener>();
    this.#listeners.set(event, listeners.add(listener));
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.event === event) waiting.resolve();
      else this.#waiting.push(waiting);
    }
    return () => listeners.delete(listener);
  }
}
