/**
 * Brings a change of the chosen LiveKit into force while the app runs.
 *
 * Path: chosen-livekit.ts looks and starts -> here -> choice-state.ts decides when.
 */
import { toWireError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import { stepChoice } from './choice-state.ts';
import type { ChoiceEvent, ChoiceLook, ChoiceState } from './choice-state.ts';

/** What it is made from. */
export interface ChoiceChangeOptions {
  readonly clock: Clock;
  /** What is chosen now, and whether it would work; a rejection says why it would not. */
  look(): Promise<ChoiceLook>;
  isSomebodySpeaking(): boolean;
  startAnew(): void;
  /** Another cause than before, or none. */
  onCauseChanged(): void;
}

/** The driver of a change. */
export class ChoiceChange {
  readonly #options: ChoiceChangeOptions;
  #state: ChoiceState = { status: 'off', generation: 0 };
  #cancelLook: () => void = () => {};

  constructor(options: ChoiceChangeOptions) {
    this.#options = options;
  }

  /** Why what is chosen cannot be used; null where it is, or may be. */
  get cause(): WireError | null {
    return this.#state.status === 'awaited' ? this.#state.cause : null;
  }

  apply(event: ChoiceEvent): void {
    const before = this.cause?.message;
    const { state, effects } = stepChoice(this.#state, event);
    const isLaterLook = state.generation !== this.#state.generation || effects.length > 0;
    this.#state = state;
    if (isLaterLook) this.#cancelLook();
    for (const effect of effects) {
      if (effect.type === 'startAnew') this.#options.startAnew();
      else this.#cancelLook = this.#options.clock.after(effect.delayMs, () => void this.#lookFor(effect.generation));
    }
    if (before !== this.cause?.message) this.#options.onCauseChanged();
  }

  async #lookFor(generation: number): Promise<void> {
    const unusable = (error: unknown): ChoiceLook => ({ type: 'unusable', cause: toWireError(error) });
    const look = await this.#options.look().catch(unusable);
    this.apply({ type: 'looked', generation, look, somebodySpeaks: this.#options.isSomebodySpeaking() });
  }
}
