/**
 * Tells a dead microphone from a quiet room, as a pure step over measured peaks.
 *
 * Always: only digital silence counts (a real room has noise, even after suppression), and only until the first sound,
 * so that a person who listens is never told that their microphone is broken.
 */

export interface Listening {
  /** When the capture began, or last began anew. */
  readonly sinceMs: number;
  readonly heard: boolean;
}

/** Below this peak (of 1) a sample is digital silence: −90 dBFS. */
const digitalSilence = 3e-5;
/** So long a capture may give nothing before it is called silent. */
export const silentAfterMs = 6_000;

export function hear(listening: Listening, peak: number): Listening {
  return listening.heard || peak <= digitalSilence ? listening : { ...listening, heard: true };
}

export function isSilent(listening: Listening, nowMs: number): boolean {
  return !listening.heard && nowMs - listening.sinceMs >= silentAfterMs;
}
