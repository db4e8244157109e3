/**
 * What stands in the way of the talk, as the core is told: the provider's problem, or that answers have no voice, or why a turn has none.
 *
 * Path: brain-keeper -> here -> `agent.problemChanged`.
 * Always: told when it changes, and only once the core knows us; a voice that failed is forgotten with the first whole answer
 * after it (F19).
 */
import type { WireError } from '../contract/index.ts';

export class ShownProblem {
  readonly #tell: (problem: WireError | null) => void;
  #provider: WireError | null = null;
  #voice: WireError | null = null;
  #refusal: WireError | null = null;
  #voiceBroke = false;
  #announced = false;
  #told: WireError | null = null;

  constructor(tell: (problem: WireError | null) => void) {
    this.#tell = tell;
  }

  announce(): void {
    this.#announced = true;
    this.#update();
  }

  /** Null: the brain that is wanted answers. */
  providerChanged(problem: WireError | null): void {
    this.#provider = problem;
    this.#voice = null;
    if (problem) this.#refusal = null;
    this.#update();
  }

  /** A turn was given up; told until another one is answered. */
  turnRefused(problem: WireError): void {
    this.#refusal = problem;
    this.#update();
  }

  voiceFailed(problem: WireError): void {
    this.#voice = problem;
    this.#voiceBroke = true;
    this.#update();
  }

  /** An answer has ended. */
  answered(text: string): void {
    if (text !== '' && !this.#voiceBroke) this.#voice = null;
    this.#voiceBroke = false;
    if (text !== '') this.#refusal = null;
    this.#update();
  }

  #update(): void {
    const problem = this.#voice ?? this.#refusal ?? this.#provider;
    if (!this.#announced || problem === this.#told) return;
    this.#told = problem;
    this.#tell(problem);
  }
}
