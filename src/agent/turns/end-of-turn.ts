/**
 * How long a silence must last before it ends a turn, by what the end-of-turn model says of the words before it.
 *
 * Path: floor-state puts the questions while somebody is silent, the model answers, this turns it into a wait. Pure.
 * Source: DESIGN §5 (never fast by cutting people off); ADR 6 has what was measured with recorded people.
 */

/** The model is asked after so much silence; if it says that the turn is over, it is after so much in all. */
export interface Question {
  readonly askAfterMs: number;
  /** Its answer takes 15–70 ms. */
  readonly overMs: number;
}

export interface EndOfTurnTiming {
  /** Silence after which an answer may be begun ahead, in case the turn is over. */
  readonly aheadAfterMs: number;
  /** In their order; the next one is put where the one before was not answered with yes. */
  readonly questions: readonly Question[];
  /** Wait when the model says that more comes, and while it has not answered. */
  readonly unsureMs: number;
}

/** Decided with each 10 ms of sound. Pauses of 300 ms are seen as 288–296, one of 18 as 320. */
export const defaultTiming: EndOfTurnTiming = {
  aheadAfterMs: 160,
  questions: [
    { askAfterMs: 208, overMs: 304 },
    { askAfterMs: 320, overMs: 416 },
  ],
  unsureMs: 880,
};

/** A pause of who holds the floor. `generation` names it, once it is long enough to mean something. */
export interface Silence {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly generation: number | null;
  /** How many questions were put to the model. */
  readonly asked: number;
  /** So long it must last to end the turn. */
  readonly waitMs: number;
}

/** The question that this silence has become long enough for; null while there is none, or a yes has been heard. */
export function dueQuestion({ fromMs, untilMs, asked, waitMs }: Silence, timing: EndOfTurnTiming): Question | null {
  const next = timing.questions[asked];
  return next && waitMs === timing.unsureMs && untilMs - fromMs >= next.askAfterMs ? next : null;
}

/** The same silence after the model's answer: at this probability (0–1) the turn is over. A no takes no yes back. */
export function answered(silence: Silence, { overMs }: Question, probability: number, overFrom: number): Silence {
  return probability >= overFrom ? { ...silence, waitMs: Math.min(overMs, silence.waitMs) } : silence;
}
