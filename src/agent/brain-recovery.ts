/**
 * What is done when the brain that answers has failed. Pure.
 *
 * Path: present-brain.ts -> here.
 * Always: where the second brain may answer, it does, and Realtime comes back later (V2); where it may not, a Realtime brain
 * that had been ready ends the process, so that a fresh one takes over, and anything else is tried again here; what a stage
 * refuses to do is not asked of it again.
 */
import type { AgentHello, Brain as BrainKind, WireError } from '../contract/index.ts';
import type { BrainFailure } from './brain.ts';
import { isRefusal } from './framework-internals.ts';
import { mayPipelineHelp, retryDelayMs, toFallbackProblem, toProblem, toRefusal } from './provider-problem.ts';

/**
 * A brain and how it failed. `attempt`: failures in a row, this one included; `address`: which of its services failed, where
 * that is known.
 */
export interface FailedBrain {
  readonly kind: BrainKind;
  readonly failure: BrainFailure;
  readonly wasReady: boolean;
  readonly attempt: number;
  readonly address: string | null;
  /** The service's own words, '' where it gave none. */
  readonly said: string;
  /** Less of the talk can be told before the question. */
  readonly canShorten: boolean;
}

/** `problem` is what the person is told; a delay of null: only a new key or address helps. */
export type Recovery =
  /** The stages are well: whatever else is asked is asked of them at once. `refusal`: why not the last question; null: that too. */
  | { readonly type: 'startAnew'; readonly refusal: WireError | null; readonly returnAfterMs: number | null }
  | { readonly type: 'standIn'; readonly problem: WireError; readonly returnAfterMs: number | null }
  | { readonly type: 'retry'; readonly problem: WireError; readonly afterMs: number | null }
  | { readonly type: 'endProcess'; readonly problem: WireError };

export function decideRecovery(failed: FailedBrain, provider: AgentHello['hello']['provider']): Recovery {
  const { kind, failure, wasReady, attempt, address, said, canShorten } = failed;
  const delayMs = retryDelayMs(failure, attempt);
  if (kind === 'pipeline') {
    // Where it only stood in, Realtime may be well again: what mends no stage does not keep it away.
    const returnMs = provider.brain === 'auto' ? retryDelayMs('unreachable', attempt) : null;
    if (isRefusal(failure)) {
      const refusal = canShorten ? null : toRefusal(said, address, provider.pipeline);
      return { type: 'startAnew', refusal, returnAfterMs: returnMs };
    }
    const problem = toProblem(failure, address ?? provider.pipeline.completion.baseUrl, kind);
    return { type: 'retry', problem, afterMs: returnMs === null ? delayMs : Math.min(delayMs ?? returnMs, returnMs) };
  }
  if (provider.brain === 'auto' && mayPipelineHelp(failure, provider)) {
    return { type: 'standIn', problem: toFallbackProblem(failure, provider.baseUrl), returnAfterMs: delayMs };
  }
  const problem = toProblem(failure, provider.baseUrl, kind);
  const mayAnewHelp = wasReady && delayMs !== null && failure !== 'no-access';
  return mayAnewHelp ? { type: 'endProcess', problem } : { type: 'retry', problem, afterMs: delayMs };
}
