/**
 * Acts one after another, in the order they were asked for, whatever became of the one before.
 *
 * Path: mcp/registry.ts, mcp/server-keys.ts, settings/settings-service.ts -> here.
 */

/** One line of acts. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as `act` does, which begins when all before it have ended. */
  run<T>(act: () => Promise<T>): Promise<T> {
    const run = this.#last.then(act);
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Resolves when everything that was asked for so far has ended. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
