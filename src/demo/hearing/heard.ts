/**
 * What listening to one utterance gave.
 */

/** `silent`: no speech in it; `unknown`: sound, but none of the known sentences; `known`: one of them, by id. */
export interface Heard {
  readonly outcome: 'silent' | 'unknown' | 'known';
  readonly sentenceId: string | null;
  /** The known sentence's text, '' for silence. */
  readonly transcript: string;
  /** Distance to the best sentence, 0 for identical; Infinity where nothing was compared. */
  readonly score: number;
  /** Distance in the worst syllable of the best sentence. */
  readonly worst: number;
  /** How much farther the second best is, as a ratio; Infinity where there is none. */
  readonly margin: number;
  /** The time listening took. */
  readonly hearMs: number;
}

/** What is written in place of words that were not understood. */
export const notUnderstood = '[not understood]';
