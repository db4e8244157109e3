/**
 * The committed turns that no answer came to, oldest first, and which of them the agent in the seat was given.
 *
 * Path: talk.ts -> here; no I/O.
 * Always: a turn is kept until it is answered or given up; a new agent is given the oldest with its assignment and the others,
 * in order, once it is in, but for those that it heard itself meanwhile.
 */
import type { AgentCommand, TurnId, UnansweredTurn } from '../../contract/index.ts';

/** One talk's, from agent to agent. */
export class UnansweredTurns {
  readonly #turns = new Map<TurnId, UnansweredTurn>();
  /** What the agent in the seat was given or heard itself. */
  readonly #known = new Set<TurnId>();
  /** What the provider refused: a model that is told of it refuses the next turn, too. */
  readonly #refused = new Set<TurnId>();

  get size(): number {
    return this.#turns.size;
  }

  /** When the latest of them began, epoch ms; null: none waits. */
  get latestMs(): number | null {
    const began = [...this.#turns.values()].map(({ startedAtMs }) => startedAtMs);
    return began.length === 0 ? null : Math.max(...began);
  }

  /** Those that no model is told of as said before: they wait to be asked, or were refused. */
  ids(): ReadonlySet<TurnId> {
    return new Set([...this.#turns.keys(), ...this.#refused]);
  }

  refused(turnId: TurnId): void {
    this.answered(turnId);
    this.#refused.add(turnId);
  }

  keep(turn: UnansweredTurn): void {
    this.#turns.set(turn.turnId, turn);
  }

  /** The agent in the seat heard it, and answers it unless it is lost. */
  keepHeard(turn: UnansweredTurn): void {
    this.keep(turn);
    this.#known.add(turn.turnId);
  }

  answered(turnId: TurnId): void {
    this.#turns.delete(turnId);
    this.#known.delete(turnId);
  }

  giveUpAll(): void {
    this.#turns.clear();
  }

  /** For a new agent's assignment: the oldest, or null. */
  assign(): UnansweredTurn | null {
    const oldest = this.#turns.values().next().value ?? null;
    this.#known.clear();
    if (oldest) this.#known.add(oldest.turnId);
    return oldest;
  }

  /** For an agent that has just joined: the others, also those that were typed since. They count as known. */
  untold(): AgentCommand[] {
    const turns = [...this.#turns.values()].filter(({ turnId }) => !this.#known.has(turnId));
    for (const { turnId } of turns) this.#known.add(turnId);
    return turns.map((turn) => ({ type: 'unansweredTurn', turn }));
  }
}
