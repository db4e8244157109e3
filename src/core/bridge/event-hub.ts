/**
 * Numbered events with a state for late joiners.
 *
 * Path: a core service publishes -> here -> wire/server -> every subscribed connection that may see it.
 * Always: `seq` counts up by one per topic (event, and room or connection where it has one); a state carries the seq of the last event it contains.
 */
import { events, isForDevices } from '../../contract/index.ts';
import type { Caller, EventMessage, EventName, EventPayload, EventState } from '../../contract/index.ts';

/** Computes an event's present state for whoever subscribes. */
export type StateSource<E extends EventName> = (caller: Caller) => EventState<E>;

type AnyListener = (message: EventMessage<EventName>) => void;

/** Where services publish and connections listen; every listener of a topic is told in order. */
export class EventHub {
  readonly #sources = new Map<EventName, StateSource<EventName>>();
  readonly #listeners = new Map<string, Map<AnyListener, Caller>>();
  readonly #sequence = new Map<string, number>();

  /** Names where an event's state comes from; each event has one source. Without one the state is null. */
  provide<E extends EventName>(event: E, source: StateSource<E>): void {
    this.#sources.set(event, source as StateSource<EventName>);
  }

  /** `target` is the room or the connection id of a scoped event, null for a global one. */
  publish<E extends EventName>(event: E, target: string | null, payload: EventPayload<E>): void {
    const topic = target === null ? event : `${event}#${target}`;
    const seq = (this.#sequence.get(topic) ?? 0) + 1;
    this.#sequence.set(topic, seq);
    const message = { type: 'event', seq, payload } as EventMessage<EventName>;
    for (const listener of [...(this.#listeners.get(topic)?.keys() ?? [])]) listener(message);
  }

  /** Tells every listener the whole state anew, where it changed by more than an event says. */
  restate(event: EventName, target: string | null): void {
    const topic = target === null ? event : `${event}#${target}`;
    this.#sequence.set(topic, (this.#sequence.get(topic) ?? 0) + 1);
    for (const [listener, caller] of [...(this.#listeners.get(topic) ?? [])]) listener(this.state(event, caller));
  }

  /** True while anybody listens to this topic. */
  isHeard(event: EventName, target: string | null): boolean {
    return this.#listeners.has(target === null ? event : `${event}#${target}`);
  }

  /** True when `caller` may see the event at all. */
  allows(event: string, caller: Caller): event is EventName {
    if (caller.device && !isForDevices(event)) return false;
    return (
      Object.hasOwn(events, event) && (events[event as EventName].roles as readonly string[]).includes(caller.role)
    );
  }

  /** The present state with the seq of the last event in it. */
  state<E extends EventName>(event: E, caller: Caller): EventMessage<E> {
    const seq = this.#sequence.get(topicOf(event, caller)) ?? 0;
    const state = this.#sources.get(event)?.(caller) ?? null;
    return { type: 'state', seq, state } as EventMessage<E>;
  }

  /** Listens from now on; take `state` first. Returns the end of it. */
  listen<E extends EventName>(event: E, caller: Caller, listener: (message: EventMessage<E>) => void): () => void {
    const topic = topicOf(event, caller);
    const listeners = this.#listeners.get(topic) ?? new Map<AnyListener, Caller>();
    this.#listeners.set(topic, listeners);
    const added = listener as unknown as AnyListener;
    listeners.set(added, caller);
    return () => {
      listeners.delete(added);
      if (listeners.size === 0) this.#listeners.delete(topic);
    };
  }
}

function topicOf(event: EventName, caller: Caller): string {
  const { scope } = events[event];
  if (scope === 'global') return event;
  return `${event}#${scope === 'room' ? caller.room : caller.connectionId}`;
}
