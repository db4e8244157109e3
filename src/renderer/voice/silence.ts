/**
 * Tells a dead microphone from a quiet room, as a pure step over measured peaks.
 *
 * Always: while nobody claims to speak only digital silence counts (a real room has noise, even after suppression), and
 * only until the first sound, so that a person who listens is never told that their microphone is broken. Who holds the
 * key means to speak: then a level that no voice has is said much sooner.
 */

export interface Listening {
  /** When the capture began, or last began anew. */
  readonly sinceMs: number;
  readonly heard: boolean;
  /** The key is down: since when, and whether anything as loud as a voice came since. */
  readonly hold: { readonly sinceMs: number; readonly spoke: boolean } | null;
  /** What is wrong, until the sound that disproves it. */
  readonly silence: 'dead' | 'too-quiet' | null;
}

/** Below this peak (of 1) a sample is digital silence: −90 dBFS. */
const digitalSilence = 3e-5;
/** No voice that gain control has seen stays below this peak: −54 dBFS. */
const quietestVoice = 2e-3;
/** So long a capture may give nothing before it is called silent. */
export const silentAfterMs = 6_000;
/** So long the key may be held without a voice. */
export const silentHoldMs = 2_500;

export function startListening(nowMs: number): Listening {
  return { sinceMs: nowMs, heard: false, hold: null, silence: null };
}

export function holdListening(listening: Listening, held: boolean, nowMs: number): Listening {
  if (held === (listening.hold !== null)) return listening;
  return { ...listening, hold: held ? { sinceMs: nowMs, spoke: false } : null };
}

/** Returns the same object while nothing changes, which is nearly always. */
export function hear(listening: Listening, peak: number, nowMs: number): Listening {
  const heard = listening.heard || peak > digitalSilence;
  const spoke = peak > quietestVoice;
  const hold = listening.hold && spoke && !listening.hold.spoke ? { ...listening.hold, spoke } : listening.hold;
  const silence = judge({ ...listening, heard, hold }, spoke, nowMs);
  if (heard === listening.heard && hold === listening.hold && silence === listening.silence) return listening;
  return { ...listening, heard, hold, silence };
}

function judge(listening: Listening, spoke: boolean, nowMs: number): Listening['silence'] {
  const { hold, heard, silence, sinceMs } = listening;
  if (spoke) return null;
  if (hold && !hold.spoke && nowMs - hold.sinceMs >= silentHoldMs) return 'too-quiet';
  if (silence === 'too-quiet') return silence;
  return !heard && nowMs - sinceMs >= silentAfterMs ? 'dead' : null;
}
