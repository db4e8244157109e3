/**
 * What is said in a talk: shown on every device, stored, and forgotten when the talk starts over.
 *
 * Path: talk.ts -> here -> transcript.ts, `talk.turnChanged`, history/conversations.ts.
 * Always: what the room knew before a restart comes in front of what was said since, unless the talk started over meanwhile.
 */
import type { RoomName, Turn } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Conversations } from '../history/conversations.ts';
import { Transcript } from './transcript.ts';

/** Where it is shown and stored. */
export interface ConversationOptions {
  readonly room: RoomName;
  readonly hub: EventHub;
  readonly conversations: Pick<Conversations, 'resume' | 'save' | 'end'>;
  /** Shows nobody what was called in this room so far. */
  forgetCalls(room: RoomName): void;
}

/** One room's, from conversation to conversation. */
export class Conversation {
  readonly transcript = new Transcript();
  /** Resolves when what the room still knew is in the transcript. */
  readonly restored: Promise<void>;
  readonly #options: ConversationOptions;
  #startedOver = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.restored = options.conversations.resume(options.room).then((turns) => this.#restore(turns));
  }

  /** A turn that is new, or grew. */
  put(turn: Turn): void {
    const { hub, room, conversations } = this.#options;
    this.transcript.put(turn);
    hub.publish('talk.turnChanged', room, turn);
    if (turn.final) conversations.save(room, turn);
  }

  /** Nobody is shown what was said so far. */
  forget(): void {
    const { hub, room, forgetCalls } = this.#options;
    this.#startedOver = true;
    this.transcript.clear();
    forgetCalls(room);
    hub.restate('talk.turnChanged', room);
  }

  /** It is over for everybody: what is said next begins another one in the store, too. */
  end(): void {
    this.#options.conversations.end(this.#options.room);
    this.forget();
  }

  #restore(turns: readonly Turn[]): void {
    const { hub, room } = this.#options;
    if (this.#startedOver) return;
    this.transcript.restore(turns);
    for (const turn of turns) hub.publish('talk.turnChanged', room, turn);
  }
}
