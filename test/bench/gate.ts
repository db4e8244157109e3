/**
 * What a gate hands back: rows for the table, and every sample for the result file.
 */
import type { Estimate } from './statistics.ts';

/** One line of the table. `ours` is null where the product could not be measured; then `failure` says why. */
export interface Row {
  /** For example `P1.default`. */
  readonly id: string;
  readonly what: string;
  readonly unit: 'ms' | '%' | 'MB' | 'count';
  readonly ours: number | null;
  readonly peerName: string;
  readonly peer: number | null;
  /** Ours over the peer; null where the two are compared as they stand. */
  readonly ratio: Estimate | null;
  /** The gate in words, for example `≤ 0.7`. */
  readonly gate: string;
  readonly passed: boolean;
  readonly rounds: number;
  readonly failure?: string;
}

export interface GateResult {
  readonly id: string;
  readonly rows: readonly Row[];
  /** Everything that was measured, as it was measured. */
  readonly samples: unknown;
  /** What a reader must know to judge the figures. */
  readonly notes: readonly string[];
}

export interface GateContext {
  /** Rounds asked for on the command line, or null for the gate's own number. */
  readonly rounds: number | null;
  /** Progress, on stderr. */
  readonly say: (text: string) => void;
}

export interface Gate {
  readonly id: string;
  readonly what: string;
  run(context: GateContext): Promise<GateResult>;
}
