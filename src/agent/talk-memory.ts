/**
 * What was said and called in this talk so far, for a brain that takes over in the middle of it.
 *
 * Path: what the core gave and what the brains told -> brain-keeper -> here -> the next brain's context.
 * Always: turns in the order in which they were committed; an unanswered one is left out, since it is asked anew; the
 * assistant's words are those that were heard. The talk itself, which the core keeps, forgets nothing.
 */
import type { HistoryItem, TurnId } from '../contract/index.ts';
import type { ToolCallOfTurn } from './tools.ts';

interface RememberedTurn {
  person: string;
  /** A guest's name; null: the owner. */
  speaker: string | null;
  readonly calls: ToolCallOfTurn[];
  answer: string | null;
}

export class TalkMemory {
  readonly #before: readonly HistoryItem[];
  readonly #turns = new Map<TurnId, RememberedTurn>();
  /** Of the history, from its begin: more than the model takes in. */
  #droppedItems = 0;
  /** For which turn it was shortened last, and what was left out before. */
  #shortened: { readonly turnId: TurnId; readonly droppedItems: number } | null = null;
  #version = 0;

  constructor(before: readonly HistoryItem[]) {
    this.#before = before;
  }

  /** Changes with everything that is remembered. */
  get version(): number {
    return this.#version;
  }

  /** `speaker`: a guest's name; null: the owner. Left out where it is known already. */
  said(turnId: TurnId, text: string, speaker?: string | null): void {
    const turn = this.#turn(turnId);
    turn.person = text;
    if (speaker !== undefined) turn.speaker = speaker;
  }

  called(turnId: TurnId, call: ToolCallOfTurn): void {
    this.#turn(turnId).calls.push(call);
  }

  answered(turnId: TurnId, text: string): void {
    const turn = this.#turn(turnId);
    turn.answer = turn.answer ? `${turn.answer} ${text}` : text;
    if (this.#shortened?.turnId === turnId) this.#shortened = null;
  }

  /** A turn that is asked again makes its calls again, under the same names. */
  asksAgain(turnId: TurnId): void {
    this.#turn(turnId).calls.length = 0;
  }

  history(): readonly HistoryItem[] {
    const items = [...this.#turns.values()].filter((turn) => turn.answer !== null).flatMap(itemsOf);
    return [...this.#before, ...items].slice(this.#droppedItems);
  }

  /** Will not be answered: what it did is remembered with it, and what was left out for its sake is told again. */
  gaveUp(turnId: TurnId): void {
    const turn = this.#turn(turnId);
    if (turn.calls.length > 0) turn.answer ??= '';
    if (this.#shortened?.turnId === turnId) this.#droppedItems = this.#shortened.droppedItems;
    this.#shortened = null;
  }

  /**
   * The older half is not told any more, up to what a person said, so that this turn can be asked. Returns whether there was
   * any; of a turn that made calls their results may be what is too long.
   */
  shorten(turnId: TurnId): boolean {
    if (this.#turn(turnId).calls.length > 0) return false;
    if (this.#shortened?.turnId !== turnId) this.#shortened = { turnId, droppedItems: this.#droppedItems };
    const told = this.history();
    const half = told.slice(Math.ceil(told.length / 2));
    const firstSaid = half.findIndex((item) => item.type === 'message' && item.role === 'user');
    this.#droppedItems += told.length - (firstSaid === -1 ? 0 : half.length - firstSaid);
    return told.length > 0;
  }

  #turn(turnId: TurnId): RememberedTurn {
    this.#version += 1;
    const known = this.#turns.get(turnId);
    if (known) return known;
    const turn: RememberedTurn = { person: '', speaker: null, calls: [], answer: null };
    this.#turns.set(turnId, turn);
    return turn;
  }
}

function itemsOf({ person, speaker, calls, answer }: RememberedTurn): HistoryItem[] {
  const by = speaker === null ? {} : { speaker };
  const said: HistoryItem[] = person ? [{ type: 'message', role: 'user', text: person, ...by }] : [];
  const heard: HistoryItem[] = answer ? [{ type: 'message', role: 'assistant', text: answer }] : [];
  return [...said, ...calls, ...heard];
}
