/**
 * Says where speech begins and ends in a stream of sound, by its level over the noise floor.
 *
 * Path: input audio -> here. Pure over its own counters; positions are samples since the session's first.
 * Always: a start needs 60 ms of sound, so that a click is none; an end needs the configured silence.
 */
import { sampleRateHz } from '../speaking/pcm.ts';
import type { Detection } from './session-config.ts';

export type Boundary = { readonly kind: 'started' | 'stopped'; readonly atSample: number };

const frameSamples = 480;
const frameMs = (frameSamples / sampleRateHz) * 1000;
const framesToStart = 3;
/** Full scale is 32768; quieter than this is never speech. */
const leastLevel = 180;

export class VoiceActivity {
  #pending = new Int16Array(0);
  #at: number;
  #floor = leastLevel;
  #loudFrames = 0;
  #quietFrames = 0;
  #speaking = false;

  /** @param startSample the position of the first sample that will be pushed */
  constructor(startSample = 0) {
    this.#at = startSample;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Takes the next sound; tells each boundary in it, in order. */
  push(samples: Int16Array, detection: Detection): Boundary[] {
    const all = new Int16Array(this.#pending.length + samples.length);
    all.set(this.#pending);
    all.set(samples, this.#pending.length);
    const boundaries: Boundary[] = [];
    let offset = 0;
    for (; offset + frameSamples <= all.length; offset += frameSamples) {
      const boundary = this.#step(all.subarray(offset, offset + frameSamples), detection);
      this.#at += frameSamples;
      if (boundary) boundaries.push(boundary);
    }
    this.#pending = all.slice(offset);
    return boundaries;
  }

  #step(frame: Int16Array, detection: Detection): Boundary | null {
    const level = rootMeanSquare(frame);
    const loud = level > Math.max(leastLevel * (0.5 + detection.threshold), this.#floor * 3);
    if (!loud) this.#floor = Math.max(20, this.#floor * 0.9 + level * 0.1);
    this.#loudFrames = loud ? this.#loudFrames + 1 : 0;
    this.#quietFrames = loud ? 0 : this.#quietFrames + 1;
    if (!this.#speaking && this.#loudFrames >= framesToStart) {
      this.#speaking = true;
      return { kind: 'started', atSample: this.#at - frameSamples * (framesToStart - 1) };
    }
    if (this.#speaking && this.#quietFrames * frameMs >= detection.silenceMs) {
      this.#speaking = false;
      return { kind: 'stopped', atSample: this.#at + frameSamples };
    }
    return null;
  }
}

function rootMeanSquare(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
