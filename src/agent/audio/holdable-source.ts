/**
 * The room's audio source, which can be silenced at once and go on later from the sample at which it fell silent.
 *
 * Path: room-speaker -> here -> AudioSource; talk-session holds and releases.
 * Always: sound is played in the order of `capture`; a hold loses none, `clear` forgets all that was not played, also what is held.
 */
import { AudioFrame } from '@livekit/rtc-node';
import { RecentAudio } from './recent-audio.ts';

/** `AudioSource` as far as it is needed. */
export interface SoundSource {
  /** Sound handed over and not yet played, ms. */
  readonly queuedDuration: number;
  captureFrame(frame: AudioFrame): Promise<void>;
  clearQueue(): void;
  waitForPlayout(): Promise<void>;
}

/** More than the source queues. */
const keepMs = 1500;

interface Held {
  /** Handed over and not played. */
  readonly rest: Int16Array;
  readonly over: PromiseWithResolvers<void>;
}

export class HoldableSource {
  readonly #source: SoundSource;
  readonly #samplesPerMs: number;
  #recent = new RecentAudio(keepMs);
  #sentMs = 0;
  /** Not handed to the source yet. */
  #waitingMs = 0;
  #turn: Promise<void> = Promise.resolve();
  /** Sound of an older one is not played any more. */
  #generation = 0;
  #held: Held | null = null;

  constructor(source: SoundSource, sampleRateHz: number) {
    this.#source = source;
    this.#samplesPerMs = sampleRateHz / 1000;
  }

  /** Sound taken and not yet played. */
  get queuedMs(): number {
    return this.#held ? this.#held.rest.length / this.#samplesPerMs : this.#source.queuedDuration + this.#waitingMs;
  }

  /** Resolves when sound may be handed over: at once, or with the end of a hold. */
  get open(): Promise<void> {
    return this.#held?.over.promise ?? Promise.resolve();
  }

  /** Resolves when the source has room for more. */
  capture(samples: Int16Array): Promise<void> {
    const generation = this.#generation;
    const durationMs = samples.length / this.#samplesPerMs;
    this.#sentMs += durationMs;
    this.#waitingMs += durationMs;
    this.#recent.push({ samples, endMs: this.#sentMs });
    this.#turn = this.#turn.then(async () => {
      if (generation !== this.#generation) return;
      this.#waitingMs -= durationMs;
      const frame = new AudioFrame(samples, this.#samplesPerMs * 1000, 1, samples.length);
      await this.#source.captureFrame(frame);
    });
    return this.#turn;
  }

  hold(): void {
    if (this.#held) return;
    const rest = this.#recent.latest(Math.round(this.queuedMs * this.#samplesPerMs));
    this.#forget();
    this.#held = { rest, over: Promise.withResolvers() };
  }

  release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    // A source that fails tells so to whoever hands it more.
    if (held.rest.length > 0) this.capture(held.rest).catch(() => undefined);
    held.over.resolve();
  }

  clear(): void {
    const held = this.#held;
    this.#held = null;
    this.#forget();
    held?.over.resolve();
  }

  /** Resolves when all was played or cleared; a hold is waited for. */
  async waitForPlayout(): Promise<void> {
    do {
      await this.open;
      await this.#turn;
      await this.#source.waitForPlayout();
    } while (this.#held);
  }

  #forget(): void {
    this.#generation += 1;
    this.#waitingMs = 0;
    this.#recent = new RecentAudio(keepMs);
    this.#source.clearQueue();
  }
}
