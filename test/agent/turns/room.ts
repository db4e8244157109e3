/**
 * People in a room and the floor between them, for its tests.
 */
import { defaultRules } from '../../../src/agent/turns/floor.ts';
import { initialFloor } from '../../../src/agent/turns/floor-model.ts';
import type { FloorEffect, FloorEvent, FloorState } from '../../../src/agent/turns/floor-model.ts';
import { stepFloor } from '../../../src/agent/turns/floor-state.ts';

export const windowMs = 32;

/** Plays events on a clock that moves with the windows; remembers effects but `wake`, which it obeys. */
export class Room {
  nowMs = 10_000;
  state: FloorState;
  readonly effects: string[] = [];
  question: Pick<Extract<FloorEffect, { type: 'ask' }>, 'generation' | 'question'> | null = null;
  #wakeAtMs = Infinity;

  constructor(mode: FloorState['mode'] = 'hands-free', people: readonly string[] = ['anna', 'ben', 'owner-1']) {
    this.state = initialFloor(mode);
    for (const identity of people) this.send({ type: 'joined', identity, owner: identity.startsWith('owner-') });
  }

  send(event: FloorEvent): this {
    const { state, effects } = stepFloor(this.state, event, this.nowMs, defaultRules);
    this.state = state;
    for (const effect of effects) this.#remember(effect);
    return this;
  }

  /** Windows of this probability for as long as said, all of one level. */
  hear(identity: string, probability: number, durationMs: number, level = probability > 0.5 ? 1000 : 5): this {
    for (let passedMs = 0; passedMs < durationMs; passedMs += windowMs) {
      this.pass(windowMs);
      const window = { probability, fromMs: this.nowMs - windowMs, toMs: this.nowMs, levels: [level, level] };
      this.send({ type: 'window', identity, window });
    }
    return this;
  }

  /** One piece of sound that no window has judged yet. */
  part(identity: string, durationMs: number, level = 5): this {
    this.pass(durationMs);
    const part = { fromMs: this.nowMs - durationMs, toMs: this.nowMs, level };
    return this.send({ type: 'part', identity, part });
  }

  speak(identity: string, durationMs: number): this {
    return this.hear(identity, 0.9, durationMs);
  }

  pause(identity: string, durationMs: number): this {
    return this.hear(identity, 0.02, durationMs);
  }

  /** Time without windows, as when a track is muted. */
  pass(durationMs: number): this {
    const untilMs = this.nowMs + durationMs;
    while (this.#wakeAtMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.#wakeAtMs);
      this.#wakeAtMs = Infinity;
      this.send({ type: 'woke' });
    }
    this.nowMs = untilMs;
    return this;
  }

  key(identity: string, action: 'down' | 'up' | 'toggle' | 'cancel'): this {
    return this.send({ type: 'key', identity, action });
  }

  answer(answer: FloorState['answer']): this {
    return this.send({ type: 'answerChanged', answer });
  }

  /** The model's answer to the question that was put last. */
  predict(probability: number): this {
    if (!this.question) throw new Error('nothing was asked');
    return this.send({ type: 'predicted', ...this.question, probability });
  }

  #remember(effect: FloorEffect): void {
    if (effect.type === 'ask') this.question = { generation: effect.generation, question: effect.question };
    if (effect.type === 'wake') this.#wakeAtMs = effect.atMs;
    else this.effects.push('identity' in effect ? `${effect.type} ${effect.identity}` : effect.type);
  }
}
