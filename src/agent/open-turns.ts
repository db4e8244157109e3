/**
 * The turns of this talk that no answer came to yet, and which of them the present brain was asked.
 *
 * Path: brain-keeper -> here; no I/O.
 * Always: a turn is asked once per brain; of those that wait in line the oldest is next, once no other one is being answered:
 * a model that is given several questions at once answers the last.
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

  /** The oldest of those that wait in line, once none is being answered. */
  next(): UnansweredTurn | null {
    const turns = [...this.#turns.values()];
    if (turns.some(({ turnId }) => this.#asked.has(turnId))) return null;
    // Those of another agent may come to be known after one that was heard here.
    return turns.sort((one, other) => one.startedAtMs - other.startedAtMs)[0] ?? null;
  }

  /** Whether others wait in line, which this one comes after. */
  hasOthersInLine(turnId: TurnId): boolean {
    return this.ids().some((id) => id !== turnId && !this.#asked.has(id));
  }

  /** Whether the present brain is to be asked; it counts as asked then. */
  askOnce(turnId: TurnId): boolean {
    if (this.#asked.has(turnId)) return false;
    this.#asked.add(turnId);
    return true;
  }

  /** This turn is not asked again, or the one that was asked last where it is not known which. Returns it. */
  giveUp(known: TurnId | null): TurnId | null {
    const turnId = known ?? [...this.#asked].findLast((asked) => this.#turns.has(asked));
    return turnId !== undefined && this.#turns.delete(turnId) ? turnId : null;
  }

  /** Another brain answers, which was asked nothing yet. */
  brainChanged(): void {
    this.#asked.clear();
  }
}
