/**
 * The bundled voice-activity and end-of-turn models behind two small functions.
 *
 * Path: microphone -> here -> floor. Both take mono 16 kHz; neither needs a download.
 * Always: windows of one stream are judged in order, each exactly once.
 */
import localInference from '@livekit/local-inference';
import type { VoiceWindow } from '../turns/voice-run.ts';

// A CommonJS package whose names Node's loader does not all see.
const { createVad, initEot, predict, VAD_WINDOW_SAMPLES } = localInference;

const windowMs = (VAD_WINDOW_SAMPLES / 16_000) * 1000;

/** The end-of-turn model looks at no more than this. */
export const endOfTurnSamples = 19_200;

/** One stream's voice activity. `push` takes any number of samples; `onWindow` is told of every full window. */
export class VoiceActivity {
  readonly #vad = createVad();
  readonly #onWindow: (window: VoiceWindow) => void;
  #rest = new Int16Array(0);
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(onWindow: (window: VoiceWindow) => void) {
    this.#onWindow = onWindow;
  }

  push(samples: Int16Array, endMs: number): void {
    const all = new Int16Array(this.#rest.length + samples.length);
    all.set(this.#rest);
    all.set(samples, this.#rest.length);
    const count = Math.floor(all.length / VAD_WINDOW_SAMPLES);
    for (let index = 0; index < count; index++) {
      const start = index * VAD_WINDOW_SAMPLES;
      const after = all.length - start - VAD_WINDOW_SAMPLES;
      this.#judge(all.slice(start, start + VAD_WINDOW_SAMPLES), endMs - after / 16);
    }
    this.#rest = all.slice(count * VAD_WINDOW_SAMPLES);
  }

  close(): void {
    this.#closed = true;
  }

  #judge(window: Int16Array, toMs: number): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      const probability = await this.#vad.predict(window);
      if (!this.#closed) this.#onWindow({ probability, fromMs: toMs - windowMs, toMs, levels: levelsOf(window) });
    });
  }
}

/** Root mean square. */
export function levelOf(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

/** Of each quarter of a window. */
function levelsOf(window: Int16Array): number[] {
  const length = window.length / 4;
  return [0, 1, 2, 3].map((part) => levelOf(window.subarray(part * length, (part + 1) * length)));
}

/** Loads the end-of-turn model (0.1–0.7 s, about 250 MB) so that the first turn does not wait for it. */
export const loadEndOfTurnModel = (): void => initEot();

/** Probability that the turn ended with these samples. */
export const predictEndOfTurn = (samples: Int16Array): Promise<number> => predict(samples);
