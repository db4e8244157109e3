/**
 * The turns of this talk that no answer came to yet, and which of them the present brain was asked.
 *
 * Path: brain-keeper -> here; no I/O.
 * Always: in the order in which they were committed; a turn is asked once per brain.
 */
import type { TurnId, UnansweredTurn } from '../contract/index.ts';

export class OpenTurns {
  readonly #turns = new Map<TurnId, UnansweredTurn>();
  readonly #asked = new Set<TurnId>();

  get isEmpty(): boolean {
    return this.#turns.size === 0;
  }

  keep(turn: UnansweredTurn): void {
    this.#turns.set(turn.turnId, turn);
  }

  answered(turnId: TurnId): void {
    this.#turns.delete(turnId);
  }

  ids(): TurnId[] {
    return [...this.#turns.keys()];
  }

  /** Those that wait for a brain, oldest first. */
  unasked(): UnansweredTurn[] {
    return [...this.#turns.values()].filter(({ turnId }) => !this.#asked.has(turnId));
  }

  /** Whether the present brain is to be asked; it counts as asked then. */
  askOnce(turnId: TurnId): boolean {
    if (this.#asked.has(turnId)) return false;
    this.#asked.add(turnId);
    return true;
  }

  /** Another brain answers, which was asked nothing yet. */
  brainChanged(): void {
    this.#asked.clear();
  }
}
