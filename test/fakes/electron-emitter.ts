/**
 * Electron's emitters: what was registered is kept by name, and fired by the test as Electron would fire it.
 */

type Listener = (...given: never[]) => unknown;

/** Listeners by event; `fire` tells whether one prevented the default. */
export class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  fire(event: string, ...given: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (...given: unknown[]) => unknown)(...given);
  }

  /** Fires with a preventable event first. */
  firePreventable(event: string): boolean {
    let prevented = false;
    this.fire(event, { preventDefault: () => (prevented = true) });
    return prevented;
  }
}
