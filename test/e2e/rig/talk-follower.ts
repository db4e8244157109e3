/**
 * A talk as every device follows it: the bridge's events of one room, kept and waited for.
 *
 * Always: `turns` are in the order in which they first appeared; `until` looks again at each event, never by the clock.
 */
import type { Bridge, TalkView, Turn } from '../../../src/contract/index.ts';

/** A person's turn and what the assistant said before the next one. */
export interface Exchange {
  readonly person: Turn;
  readonly answers: readonly Turn[];
}

export class TalkFollower {
  readonly #turns = new Map<string, Turn>();
  readonly #waiting = new Set<() => void>();
  #view: TalkView | null = null;

  constructor(bridge: Bridge) {
    bridge.subscribe('talk.turnChanged', (message) => {
      for (const turn of message.type === 'state' ? message.state : [message.payload]) this.#turns.set(turn.id, turn);
      this.#tell();
    });
    bridge.subscribe('talk.changed', (message) => {
      this.#view = message.type === 'state' ? message.state : message.payload;
      this.#tell();
    });
  }

  get view(): TalkView | null {
    return this.#view;
  }

  get turns(): Turn[] {
    return [...this.#turns.values()];
  }

  get exchanges(): Exchange[] {
    return toExchanges(this.turns);
  }

  /** Resolves with the first truthy thing that `find` finds. */
  until<T>(find: (talk: this) => T | null | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find(this);
        if (found === null || found === undefined || found === false) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}

export function toExchanges(turns: readonly Turn[]): Exchange[] {
  const exchanges: { person: Turn; answers: Turn[] }[] = [];
  for (const turn of turns) {
    if (turn.speaker.kind === 'person') exchanges.push({ person: turn, answers: [] });
    else exchanges.at(-1)?.answers.push(turn);
  }
  return exchanges;
}
