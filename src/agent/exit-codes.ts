/**
 * Why the agent process ended, for its supervisor.
 */
export const exitCodes = {
  left: 0,
  /** Something unexpected; the log has it. */
  crashed: 70,
  /** The provider failed in mid-talk with a turn unanswered or its session lost: a new process takes over. */
  providerFailed: 71,
  /** The room could not be joined, or was lost for good. */
  roomLost: 72,
} as const;

export type ExitReason = keyof typeof exitCodes;
