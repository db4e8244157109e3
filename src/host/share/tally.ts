/**
 * How much is open under each name, up to a limit: so that nobody who was let in takes what is there for all.
 */
export class Tally {
  readonly #limit: number;
  readonly #open = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one more; the function that counts it off again, once. Null when the name has as many as it may. */
  take(name: string): (() => void) | null {
    const open = this.#open.get(name) ?? 0;
    if (open >= this.#limit) return null;
    this.#open.set(name, open + 1);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      const left = (this.#open.get(name) ?? 1) - 1;
      if (left === 0) this.#open.delete(name);
      else this.#open.set(name, left);
    };
  }
}
