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
}

/** One window of voice activity: its probability and the stretch of time it covers. */
export interface VoiceWindow {
  readonly probability: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Onset needs more than staying in: the detector's own hysteresis (Silero's 0.5 and 0.35). */
const onsetProbability = 0.5;
const stayProbability = 0.35;
/** A run silent for this long is over for whoever does not hold the floor. Must stay above the gaps inside a sentence. */
const forgetAfterMs = 600;

export function isVoiced(window: VoiceWindow, run: VoiceRun | null): boolean {
  return window.probability >= (run ? stayProbability : onsetProbability);
}

/** The run after one more window; null where there is none or it was forgotten. */
export function extendRun(run: VoiceRun | null, window: VoiceWindow): VoiceRun | null {
  const { fromMs, toMs } = window;
  if (isVoiced(window, run)) {
    if (!run) return { startedAtMs: fromMs, lastVoiceAtMs: toMs, voicedMs: toMs - fromMs };
    return { ...run, lastVoiceAtMs: toMs, voicedMs: run.voicedMs + (toMs - fromMs) };
  }
  return run && toMs - run.lastVoiceAtMs < forgetAfterMs ? run : null;
}
