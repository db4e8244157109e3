/**
 * One stretch of a person's speech, from windows of voice activity.
 *
 * Path: microphone -> voice activity -> here -> floor-state. Pure.
 * Always: a run begins at its first voiced window; silence inside it does not end it until `forgetAfterMs`.
 */

/** `voicedMs` counts voiced windows only. Times are of the audio's arrival, ms. */
export interface VoiceRun {
  readonly startedAtMs: number;
  readonly lastVoiceAtMs: number;
  readonly voicedMs: number;
  /** How loud the speech is (root mean square); what is far below that is no part of it. */
  readonly level: number;
  readonly lastLoudAtMs: number;
}

/** One window of voice activity: its probability, the stretch of time it covers, and the levels of its equal parts in order. */
export interface VoiceWindow {
  readonly probability: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly levels: readonly number[];
}

/** Onset needs more than staying in: the detector's own hysteresis (Silero's 0.5 and 0.35). */
const onsetProbability = 0.5;
const stayProbability = 0.35;
/** A run silent for this long is over for whoever does not hold the floor. Must stay above the gaps inside a sentence. */
const forgetAfterMs = 600;
/** 30 dB below the speech. */
const quietShare = 0.0316;
/** The speech's level follows its loudest part of the latest seconds: 5 dB a second down. */
const levelDecay = 0.98;
/** Voice activity stays for 10–80 ms after clean speech (measured); where it stays for longer, it is the level that is wrong. */
const longestTailMs = 128;

export function isVoiced(window: VoiceWindow, run: VoiceRun | null): boolean {
  return window.probability >= (run ? stayProbability : onsetProbability);
}

/** The run after one more window; null where there is none or it was forgotten. */
export function extendRun(run: VoiceRun | null, window: VoiceWindow): VoiceRun | null {
  const { fromMs, toMs } = window;
  if (isVoiced(window, run)) {
    const before = run ?? { startedAtMs: fromMs, voicedMs: 0, level: 0, lastLoudAtMs: toMs };
    return { ...withLevels(before, window, true), lastVoiceAtMs: toMs, voicedMs: before.voicedMs + (toMs - fromMs) };
  }
  return run && toMs - run.lastVoiceAtMs < forgetAfterMs ? { ...run, ...withLevels(run, window, false) } : null;
}

/**
 * Since when nothing is heard of this voice: voice activity ends a little after the sound of it does, so where that fell away
 * at once it is what counts. Sound that comes later takes that back, voiced or not.
 */
export function silentSinceMs({ lastVoiceAtMs, lastLoudAtMs }: VoiceRun): number {
  return lastVoiceAtMs - lastLoudAtMs <= longestTailMs ? Math.min(lastVoiceAtMs, lastLoudAtMs) : lastVoiceAtMs;
}

function withLevels<Run extends Pick<VoiceRun, 'level' | 'lastLoudAtMs'>>(
  run: Run,
  window: VoiceWindow,
  isSpeech: boolean,
): Run {
  const { fromMs, toMs, levels } = window;
  const level = Math.max(run.level * levelDecay, ...(isSpeech ? levels : []));
  const lastLoud = levels.findLastIndex((one) => one >= level * quietShare);
  const lastLoudAtMs = lastLoud < 0 ? run.lastLoudAtMs : fromMs + ((toMs - fromMs) * (lastLoud + 1)) / levels.length;
  return { ...run, level, lastLoudAtMs };
}
