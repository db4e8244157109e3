/**
 * The committed turns that no answer came to, oldest first, and which of them the agent in the seat was given.
 *
 * Path: talk.ts -> here; no I/O.
 * Always: a turn is kept until it is answered or given up; a new agent is given the oldest with its assignment and the typed
 * others, in order, once it is in.
 */
import type { AgentCommand, TurnId, UnansweredTurn } from '../../contract/index.ts';

/** One talk's, from agent to agent. */
export class UnansweredTurns {
  readonly #turns = new Map<TurnId, UnansweredTurn>();
  #assigned: TurnId | null = null;

  get size(): number {
    return this.#turns.size;
  }

  keep(turn: UnansweredTurn): void {
    this.#turns.set(turn.turnId, turn);
  }

  answered(turnId: TurnId): void {
    this.#turns.delete(turnId);
  }

  giveUpAll(): void {
    this.#turns.clear();
  }

  /** For a new agent's assignment: the oldest, or null. */
  assign(): UnansweredTurn | null {
    const oldest = this.#turns.values().next().value ?? null;
    this.#assigned = oldest?.turnId ?? null;
    return oldest;
  }

  /** The commands by which an agent that has just joined learns of the others, also of those that came since. */
  others(): AgentCommand[] {
    return [...this.#turns.values()].flatMap(({ turnId, identity, text }) =>
      text === null || turnId === this.#assigned ? [] : { type: 'typedTurn', turnId, identity, text },
    );
  }
}
