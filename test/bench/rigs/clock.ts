/**
 * The bench's clock and waits.
 */

/** Epoch milliseconds with fractions, monotonic within a process; the simulated provider's log uses the same. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

export function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** The promise, or an error that says what did not happen in time. */
export function within<T>(promise: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${String(limitMs)} ms.`)), limitMs);
  });
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}
