/**
 * Calls of one server at a time: a few run, some wait, more are refused.
 *
 * Path: call-tool.ts -> here.
 */
import { AppError } from '../../contract/index.ts';

/** A server is asked this many things at once. */
const concurrentCalls = 4;

/** A model does not have more questions than this; a loop has. */
const waitingCalls = 32;

/** One line for each server. */
export class CallQueue {
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Runs when it is this call's turn. @throws {AppError} mcp/busy | mcp/cancelled, or what `run` throws */
  async run<T>(server: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    if ((this.#running.get(server) ?? 0) >= concurrentCalls) await this.#turn(server, signal);
    else this.#running.set(server, (this.#running.get(server) ?? 0) + 1);
    try {
      return await run();
    } finally {
      this.#next(server);
    }
  }

  #turn(server: string, signal: AbortSignal): Promise<void> {
    const line = this.#waiting.get(server) ?? [];
    this.#waiting.set(server, line);
    if (line.length >= waitingCalls)
      throw new AppError('mcp/busy', `"${server}" has too many calls waiting already. Try again in a moment.`);
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        line.splice(line.indexOf(go), 1);
        reject(new AppError('mcp/cancelled', 'The call was cancelled.'));
      };
      line.push(go);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Hands the place on, or gives it back. */
  #next(server: string): void {
    const go = this.#waiting.get(server)?.shift();
    if (go) return go();
    this.#waiting.delete(server);
    const left = (this.#running.get(server) ?? 1) - 1;
    if (left === 0) this.#running.delete(server);
    else this.#running.set(server, left);
  }
}
