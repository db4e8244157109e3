/**
 * A stream that is read at once and kept, so that several may read it from its start, also later.
 *
 * Path: prepared-reply -> here. Always: every reader gets everything in order.
 */
export class Kept<T> {
  readonly #items: T[] = [];
  #ended = false;
  #more = Promise.withResolvers<void>();

  /** @param source one that ends and does not throw */
  constructor(source: AsyncIterable<T>) {
    void this.#fill(source);
  }

  async *all(): AsyncGenerator<T> {
    for (let index = 0; ; index++) {
      while (index >= this.#items.length) {
        if (this.#ended) return;
        await this.#more.promise;
      }
      yield this.#items[index] as T;
    }
  }

  async #fill(source: AsyncIterable<T>): Promise<void> {
    for await (const item of source) {
      this.#items.push(item);
      this.#tell();
    }
    this.#ended = true;
    this.#tell();
  }

  #tell(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}
