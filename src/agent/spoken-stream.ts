/**
 * The sound of the turn that is being spoken, on its way to the brain that answers.
 *
 * Path: talk-session -> brain-keeper -> here -> a brain.
 * Always: one brain gets a turn's sound from its start, or it counts as streamed to none and is given again as a whole.
 */
import type { AudioFrame } from '@livekit/rtc-node';
import type { Brain } from './brain.ts';

export class SpokenStream {
  /** Who got it from its start; null: nobody. No stream: nothing was said yet. */
  #stream: { readonly brain: Brain | null } | null = null;

  /** `brain`: the one that can hear now, if any. */
  push(frame: AudioFrame, brain: Brain | null): void {
    this.#stream ??= { brain };
    if (brain === this.#stream.brain) brain?.pushAudio(frame);
    else this.#stream = { brain: null };
  }

  /** Nobody has what was said so far. */
  lost(): void {
    if (this.#stream) this.#stream = { brain: null };
  }

  /** What was said is no turn, or has become one. Returns who heard it all. */
  end(): Brain | null {
    const heard = this.#stream?.brain ?? null;
    this.#stream = null;
    return heard;
  }

  /** Whether this brain has heard all of it so far. */
  isHeardBy(brain: Brain): boolean {
    return this.#stream?.brain === brain;
  }
}
