/**
 * Electron's emitters: what was registered is kept by name, and fired by the test as Electron would fire it.
 *
 * Always: firing an event that Electron does not have, or handing over something else with one, does not compile: `Events` come
 * from Electron's own types (electron-events.ts).
 */
type EventMap<Events> = { [Name in keyof Events]: unknown[] };
type Listener = (...given: never[]) => unknown;

/** Listeners by event. `Events`: what each hands over, by name. */
export class FakeEmitter<Events extends EventMap<Events>> {
  readonly #listeners = new Map<PropertyKey, Listener[]>();

  on<Name extends keyof Events>(event: Name, listener: (...given: Events[Name]) => unknown): this {
    this.#listeners.set(event, [...this.#of(event), listener]);
    return this;
  }

  once<Name extends keyof Events>(event: Name, listener: (...given: Events[Name]) => unknown): this {
    const onlyNow = (...given: Events[Name]): void => {
      this.#listeners.set(
        event,
        this.#of(event).filter((other) => other !== onlyNow),
      );
      listener(...given);
    };
    return this.on(event, onlyNow);
  }

  fire<Name extends keyof Events>(event: Name, ...given: Events[Name]): void {
    for (const listener of this.#of(event)) (listener as (...given: unknown[]) => unknown)(...given);
  }

  #of(event: PropertyKey): readonly Listener[] {
    return this.#listeners.get(event) ?? [];
  }
}
