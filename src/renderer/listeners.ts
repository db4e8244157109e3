/**
 * Who wants to hear of something.
 *
 * Always: everybody who listened when it was told hears it, also where one of them leaves or comes meanwhile.
 */
export class Listeners<Heard extends readonly unknown[] = []> {
  readonly #all = new Set<(...heard: Heard) => void>();

  /** Returns the function that ends it. */
  readonly add = (listener: (...heard: Heard) => void): (() => void) => {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  };

  readonly tell = (...heard: Heard): void => {
    for (const listener of [...this.#all]) listener(...heard);
  };
}
