/**
 * Drives the floor machine: gives it time, carries out its effects, publishes who holds the floor.
 *
 * Path: microphones and commands -> here -> stepFloor -> FloorPort (the model's audio, the answer).
 * Always: one timer; events are handled one after the other, also those an effect causes.
 */
import type { AgentClock } from '../clock.ts';
import { defaultTiming } from './end-of-turn.ts';
import type { Question } from './end-of-turn.ts';
import { holderOf, initialFloor } from './floor-model.ts';
import type { FloorEffect, FloorEvent, FloorRules, FloorState } from './floor-model.ts';
import { stepFloor } from './floor-state.ts';
import { mayHearVoices } from './hold.ts';
import { overProbabilityOf } from './over-probability.ts';

/** What the floor's decisions act on. */
export interface FloorPort {
  take(identity: string, fromMs: number): void;
  commit(identity: string, sinceMs: number): void;
  drop(identity: string): void;
  interrupt(): void;
  /** Silence at once, until `release`: the answer goes on from there, unless it was interrupted. */
  hold(): void;
  release(): void;
  /** This person is silent for a moment: the turn may be over soon. */
  pause(identity: string): void;
  /** The end-of-turn model may be asked from now on. Told once, and never in a talk by key alone. */
  expectQuestions(): void;
  /** Probability (0–1) that this person's turn ended with what was heard last. */
  predictEndOfTurn(identity: string): Promise<number>;
  holderChanged(identity: string | null): void;
}

export const defaultRules: FloorRules = {
  timing: defaultTiming,
  overProbability: overProbabilityOf(null),
  openAfterMs: 64,
  holdAfterMs: 96,
  releaseAfterMs: 256,
  interruptAfterMs: 250,
  interruptEchoAfterMs: 1000,
  echoLearningMs: 3000,
  leastSpeechMs: 128,
  drainLeastMs: 120,
  drainMostMs: 400,
  lateWindowsMs: 250,
  longestTurnMs: 120_000,
};

export class FloorDriver {
  readonly #port: FloorPort;
  readonly #clock: AgentClock;
  #rules: FloorRules;
  readonly #queue: FloorEvent[] = [];
  #state: FloorState;
  #running = false;
  #expectsQuestions = false;
  #cancelWake: () => void = () => undefined;

  constructor(options: { port: FloorPort; clock: AgentClock; mode: FloorState['mode']; rules?: FloorRules }) {
    this.#port = options.port;
    this.#clock = options.clock;
    this.#rules = options.rules ?? defaultRules;
    this.#state = initialFloor(options.mode);
  }

  get holder(): string | null {
    return holderOf(this.#state);
  }

  dispatch(event: FloorEvent): void {
    this.#queue.push(event);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#running = false;
    }
  }

  /** Counts from the next event on. */
  setRules(rules: FloorRules): void {
    this.#rules = rules;
  }

  close(): void {
    this.#cancelWake();
  }

  #step(event: FloorEvent): void {
    const before = this.holder;
    const { state, effects } = stepFloor(this.#state, event, this.#clock.nowMs(), this.#rules);
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    if (!this.#expectsQuestions && mayHearVoices(state)) {
      this.#expectsQuestions = true;
      this.#port.expectQuestions();
    }
    if (this.holder !== before) this.#port.holderChanged(this.holder);
  }

  #run(effect: FloorEffect): void {
    switch (effect.type) {
      case 'take':
        return this.#port.take(effect.identity, effect.fromMs);
      case 'commit':
        return this.#port.commit(effect.identity, effect.sinceMs);
      case 'drop':
        return this.#port.drop(effect.identity);
      case 'interrupt':
        return this.#port.interrupt();
      case 'hold':
        return this.#port.hold();
      case 'release':
        return this.#port.release();
      case 'pause':
        return this.#port.pause(effect.identity);
      case 'ask':
        return this.#ask(effect.identity, effect.generation, effect.question);
      case 'wake':
        this.#cancelWake();
        this.#cancelWake = this.#clock.after(Math.max(0, effect.atMs - this.#clock.nowMs()), () =>
          this.dispatch({ type: 'woke' }),
        );
        return;
    }
  }

  #ask(identity: string, generation: number, question: Question): void {
    this.#port.predictEndOfTurn(identity).then(
      (probability) => this.dispatch({ type: 'predicted', generation, question, probability }),
      // Without the model the longest wait holds, which the timer already ends.
      () => undefined,
    );
  }
}
