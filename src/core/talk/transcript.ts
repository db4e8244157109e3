/**
 * What was said in one talk, in order, and the same as history for a replacing agent.
 *
 * Path: conversation.ts -> here. Always: a turn keeps its place when it grows; only final turns are history.
 */
import { isOwnerIdentity } from '../../contract/index.ts';
import type { HistoryItem, Turn, TurnId } from '../../contract/index.ts';
import { isConversationOver } from '../history/conversations.ts';

/** Turns a late joiner gets. */
const shownTurns = 200;

/** Turns a replacing agent is told. */
const historyTurns = 60;

/** The talk's latest turns. */
export class Transcript {
  readonly #turns = new Map<TurnId, Turn>();

  /** Adds the turn or puts its newer form in place. */
  put(turn: Turn): void {
    this.#turns.set(turn.id, turn);
    if (this.#turns.size <= shownTurns) return;
    const oldest = this.#turns.keys().next().value;
    if (oldest !== undefined) this.#turns.delete(oldest);
  }

  /** Puts turns from before a restart in front of what was said since. */
  restore(turns: readonly Turn[]): void {
    const since = this.turns();
    this.#turns.clear();
    for (const turn of [...turns, ...since]) this.put(turn);
  }

  clear(): void {
    this.#turns.clear();
  }

  has(id: TurnId): boolean {
    return this.#turns.has(id);
  }

  /** Whether what begins now is another conversation. */
  isOver(nowMs: number): boolean {
    const latest = this.turns().at(-1);
    return latest !== undefined && isConversationOver(latest.startedAtMs, nowMs);
  }

  /** Oldest first. */
  turns(): Turn[] {
    return [...this.#turns.values()];
  }

  /** The finished turns as a model takes them, each followed by the calls it led to. `without` are left out: they are asked anew. */
  history(callsOf: (turn: TurnId) => readonly HistoryItem[], without: ReadonlySet<TurnId>): HistoryItem[] {
    return this.turns()
      .filter((turn) => turn.final && turn.text !== '' && !without.has(turn.id))
      .slice(-historyTurns)
      .flatMap((turn): HistoryItem[] => [toMessage(turn), ...callsOf(turn.id)]);
  }
}

function toMessage({ speaker, text }: Turn): HistoryItem {
  if (speaker.kind === 'assistant') return { type: 'message', role: 'assistant', text };
  const isOwner = isOwnerIdentity(speaker.identity);
  return { type: 'message', role: 'user', text, ...(isOwner ? {} : { speaker: speaker.name }) };
}
