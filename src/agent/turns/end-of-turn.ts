/**
 * How long a silence must last before it ends a turn, by what the end-of-turn model says of the words before it.
 *
 * Path: floor-state asks for a prediction, the model answers, this turns it into a wait. Pure.
 * Source: DESIGN §5 (never fast by cutting people off); measured with synthetic speech, where sentence ends score
 * 0.11–0.43 and pauses in mid-sentence 0.04–0.41: so only a clear yes shortens the wait, only a clear no lengthens it.
 */

export interface EndOfTurnTiming {
  /** Silence after which the model is asked. Its answer takes 15–70 ms. */
  readonly askAfterMs: number;
  /** Wait when the model is sure that the turn is over. */
  readonly sureMs: number;
  /** Wait when the model does not know. Pauses of 300 ms are seen as 288–296, one of 18 as 320: must stay above that. */
  readonly unsureMs: number;
  /** Wait when the model is sure that more comes, and while it has not answered. */
  readonly moreComesMs: number;
}

/** Decided with each 10 ms of sound. */
export const defaultTiming: EndOfTurnTiming = { askAfterMs: 160, sureMs: 192, unsureMs: 304, moreComesMs: 640 };

const sureProbability = 0.6;
const moreComesProbability = 0.1;

/** The silence that ends a turn whose last words got this probability (0–1) of being its end. */
export function silenceToWaitMs(probability: number, timing: EndOfTurnTiming): number {
  if (probability >= sureProbability) return timing.sureMs;
  if (probability >= moreComesProbability) return timing.unsureMs;
  return timing.moreComesMs;
}
