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
  /** When a sound came after quiet: perhaps the next word, before it is known as speech. */
  readonly soundAgainAtMs: number;
  /** Windows are judged a little after their sound has come. */
  readonly judgedUntilMs: number;
}

/** A piece of sound shorter than a window, and how loud it is. */
export interface SoundPart {
  readonly fromMs: number;
  readonly toMs: number;
  readonly level: number;
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
/** Longer than the gaps inside a word. */
const quietBeforeMs = 100;
/** Two windows: voice activity knows a word's beginning within them. */
const becomesSpeechMs = 64;
/** Voice activity stays for 10–80 ms after clean speech (measured); where it stays for longer, it is the level that is wrong. */
const longestTailMs = 128;

export function isVoiced(window: VoiceWindow, run: VoiceRun | null): boolean {
  return window.probability >= (run ? stayProbability : onsetProbability);
}

/** The run after one more window; null where there is none or it was forgotten. */
export function extendRun(run: VoiceRun | null, window: VoiceWindow): VoiceRun | null {
  const { fromMs, toMs, levels } = window;
  const partMs = (toMs - fromMs) / levels.length;
  const parts = levels.map((level, index) => ({
    level,
    fromMs: fromMs + index * partMs,
    toMs: fromMs + (index + 1) * partMs,
  }));
  if (!isVoiced(window, run)) {
    if (!run || toMs - run.lastVoiceAtMs >= forgetAfterMs) return null;
    return parts.reduce(hearPart, { ...run, level: run.level * levelDecay, judgedUntilMs: toMs });
  }
  const before = run ?? { ...noVoice, startedAtMs: fromMs, lastLoudAtMs: toMs };
  const level = Math.max(before.level * levelDecay, ...levels);
  const voicedMs = before.voicedMs + (toMs - fromMs);
  return parts.reduce(hearPart, { ...before, level, voicedMs, lastVoiceAtMs: toMs, judgedUntilMs: toMs });
}

const noVoice = { voicedMs: 0, level: 0, soundAgainAtMs: -Infinity };

/** The run after more sound, judged or not. */
export function hearPart(run: VoiceRun, { fromMs, toMs, level }: SoundPart): VoiceRun {
  if (level < run.level * quietShare || toMs <= run.lastLoudAtMs) return run;
  const isAgain = fromMs - run.lastLoudAtMs >= quietBeforeMs;
  return { ...run, lastLoudAtMs: toMs, soundAgainAtMs: isAgain ? toMs : run.soundAgainAtMs };
}

/** Until when silence may not be believed: a new sound waits to be known as speech. */
export const doubtfulUntilMs = ({ soundAgainAtMs }: VoiceRun): number => soundAgainAtMs + becomesSpeechMs;

/** Whether sound up to here may count before it was judged. */
export const isJudgedNearly = ({ judgedUntilMs }: VoiceRun, untilMs: number): boolean =>
  untilMs - judgedUntilMs <= becomesSpeechMs;

/**
 * Since when nothing is heard of this voice: voice activity ends a little after the sound of it does, so where that fell away
 * at once it is what counts. Sound that comes later takes that back, voiced or not.
 */
export function silentSinceMs({ lastVoiceAtMs, lastLoudAtMs }: VoiceRun): number {
  return lastVoiceAtMs - lastLoudAtMs <= longestTailMs ? Math.min(lastVoiceAtMs, lastLoudAtMs) : lastVoiceAtMs;
}
