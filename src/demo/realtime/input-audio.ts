/**
 * The input audio buffer: what has been appended and not yet committed or cleared.
 *
 * Always: positions are samples since the session's first append, also after a cut, so that times in events keep their meaning.
 */
import { concatenate } from '../speaking/pcm.ts';

/** The service keeps about this much; older sound is dropped. */
const mostSamples = 24_000 * 300;

export class InputAudio {
  #parts: Int16Array[] = [];
  #length = 0;
  #start = 0;

  get length(): number {
    return this.#length;
  }

  /** The position after the last sample. */
  get endSample(): number {
    return this.#start + this.#length;
  }

  append(samples: Int16Array): void {
    this.#parts.push(samples);
    this.#length += samples.length;
    while (this.#length > mostSamples && this.#parts.length > 1) this.#drop(this.#parts[0]?.length ?? 0);
  }

  /** Takes everything out. */
  takeAll(): Int16Array {
    return this.take(0, this.#start + this.#length);
  }

  /** Takes out what lies between the two positions; what is before is dropped, what is after stays. */
  take(fromSample: number, toSample: number): Int16Array {
    const whole = concatenate(this.#parts);
    const from = Math.max(0, fromSample - this.#start);
    const to = Math.max(from, Math.min(whole.length, toSample - this.#start));
    const rest = whole.slice(to);
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#start += to;
    this.#length = rest.length;
    return whole.slice(from, to);
  }

  /** Forgets what lies before the position: nobody will ask for it. */
  forgetBefore(sample: number): void {
    while (this.#parts[0] && this.#start + this.#parts[0].length <= sample) this.#drop(this.#parts[0].length);
  }

  #drop(count: number): void {
    this.#parts.shift();
    this.#start += count;
    this.#length -= count;
  }
}
