/**
 * How long the bench waits for an answer; a turn without one counts as answered after this.
 */
export const answerLimitMs = 6_000;
