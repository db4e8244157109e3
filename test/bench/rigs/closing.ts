/**
 * What was opened, closed in the opposite order, all of it, whatever fails.
 */
export class Closing {
  readonly #steps: (() => unknown)[] = [];

  /** Hands the thing back, and closes it at the end. */
  add<T extends { close(): unknown }>(thing: T): T {
    this.#steps.push(() => thing.close());
    return thing;
  }

  addStep(step: () => unknown): void {
    this.#steps.push(step);
  }

  async closeAll(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}
