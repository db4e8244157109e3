/**
 * Follows events for every view that shows them: one subscription per event, from its first reader to the page's end.
 *
 * Path: use-live.ts -> here -> bridge. Always: a view that comes back (Talk after Log) finds its state at once.
 */
import { liveReducers } from './live-reducers.ts';
import type { Bridge, EventMessage } from '../../contract/index.ts';
import type { LiveEvent, LiveStates } from './live-reducers.ts';

interface Followed<E extends LiveEvent> {
  state: LiveStates[E] | null;
  readonly listeners: Set<() => void>;
}

export class LiveStore {
  readonly #bridge: Bridge;
  readonly #followed = new Map<LiveEvent, Followed<LiveEvent>>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** The latest state, or null while the first one is on its way. */
  read<E extends LiveEvent>(event: E): LiveStates[E] | null {
    return this.#follow(event).state;
  }

  onChanged(event: LiveEvent, listener: () => void): () => void {
    const { listeners } = this.#follow(event);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #follow<E extends LiveEvent>(event: E): Followed<E> {
    const known = this.#followed.get(event) as Followed<E> | undefined;
    if (known) return known;
    const followed: Followed<E> = { state: null, listeners: new Set() };
    this.#followed.set(event, followed as unknown as Followed<LiveEvent>);
    this.#bridge.subscribe(event, (message: EventMessage<E>) => {
      followed.state = liveReducers[event](followed.state, message);
      for (const listener of [...followed.listeners]) listener();
    });
    return followed;
  }
}
