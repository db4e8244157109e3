/** Seconds as LiveKit counts them: whole, and at least one. */
export const toSeconds = (durationMs: number): number => Math.max(1, Math.round(durationMs / 1000));

/** When an empty room is closed: LiveKit has a time for one that was never joined and one for one that was left again. */
export function toRoomTimes(emptyTimeoutMs: number): { emptyTimeout: number; departureTimeout: number } {
  const emptyTimeout = toSeconds(emptyTimeoutMs);
  return { emptyTimeout, departureTimeout: emptyTimeout };
}
