/**
 * Time for the agent's machines and drivers, so that their tests own it.
 */

/** Wall clock and timers, ms. A fired or cancelled timer never fires again. */
export interface AgentClock {
  nowMs(): number;
  /** Calls `run` once after `delayMs`; returns the cancel function. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: AgentClock = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
