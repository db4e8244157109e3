/**
 * Conversations as the core keeps them: which one a turn belongs to, what a room still knows after a restart, the owner's
 * looking, exporting and deleting.
 *
 * Path: core/talk (turns) -> here -> ConversationStore; windows and `parley history` through the handlers.
 * Always: nothing is stored or read back while `history.keep` is off; known secrets are taken out first; turns of a room are
 * stored in the order in which they came; what was deleted does not come back. Source: REQUIREMENTS V15.
 */
import { AppError, ConversationId } from '../../contract/index.ts';
import type { RoomName, Settings, Turn } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock, ConversationStore, ConversationWithTurns, Ids, Logger } from '../ports.ts';
import { exportConversation } from './export-conversation.ts';
import { redact } from './redact.ts';

/** A silence of this length ends a conversation: the next turn begins another, and a restarted host remembers nothing of it. */
export const conversationGapMs = 1_800_000;

/** Whether what begins now is another conversation than the one whose latest words began then. */
export const isConversationOver = (latestMs: number, nowMs: number): boolean => nowMs - latestMs >= conversationGapMs;

/** How many turns a room remembers; a talk shows as many. */
const rememberedTurns = 200;

/** How many conversations `history.list` gives where none is named. */
const usualLimit = 100;

const titleCharacters = 80;

/** Windows are told of changes at most this often. */
const tellEveryMs = 1_000;

/** What conversations are kept with. */
export interface ConversationsOptions {
  readonly store: ConversationStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hub: EventHub;
  readonly logger: Logger;
  settings(): Settings;
  knownSecrets(): readonly string[];
}

interface Current {
  readonly id: ConversationId;
  readonly latestMs: number;
}

/** The keeper of what was said. */
export class Conversations {
  readonly #options: ConversationsOptions;
  readonly #current = new Map<RoomName, Current>();
  /** Turns that began before belong to a conversation that was deleted. */
  readonly #deletedAtMs = new Map<RoomName, number>();
  readonly #resumed = new Map<RoomName, Promise<Turn[]>>();
  /** Conversations before a room's present one, which its agent may have lived through. */
  readonly #earlier = new Map<ConversationId, { readonly room: RoomName; readonly latestMs: number }>();
  #onForgotten: (room: RoomName | null, untilMs: number | null) => void = () => {};
  #telling = false;

  constructor(options: ConversationsOptions) {
    this.#options = options;
  }

  /** What the room's talk said before, if that is not long ago; oldest first. Read once; a broken database is an empty past. */
  resume(room: RoomName): Promise<Turn[]> {
    const known = this.#resumed.get(room);
    if (known) return known;
    const resumed = this.#resume(room);
    this.#resumed.set(room, resumed);
    return resumed;
  }

  /** Stores a turn as it is now; one that grows is stored again. */
  save(room: RoomName, turn: Turn): void {
    if (!this.#options.settings().history.keep) return;
    void this.resume(room).then(() => this.#store(room, turn));
  }

  /** Who is told that a room's present conversation is deleted, or an earlier one whose latest turn began at `untilMs`; a room of null: all are. */
  onForgotten(listener: (room: RoomName | null, untilMs: number | null) => void): void {
    this.#onForgotten = listener;
  }

  /** The talk is over for everybody: what the room says next begins another conversation, after a restart too. */
  end(room: RoomName): void {
    void this.resume(room).then(() => {
      this.#current.delete(room);
      this.#options.store.endRoom(room);
    });
  }

  /** Before it is deleted: what is said next begins another, and nothing of it is stored again. Null: all conversations. */
  forget(id: ConversationId | null): void {
    for (const [room, current] of this.#current) {
      if (id !== null && current.id !== id) continue;
      this.#current.delete(room);
      this.#deletedAtMs.set(room, this.#options.clock.nowMs());
      if (id !== null) this.#onForgotten(room, null);
    }
    if (id === null) {
      this.#earlier.clear();
      this.#onForgotten(null, null);
      return;
    }
    const earlier = this.#earlier.get(id);
    if (earlier) this.#onForgotten(earlier.room, earlier.latestMs);
    this.#earlier.delete(id);
  }

  /** Windows ask for the list again. */
  changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    this.#options.clock.after(tellEveryMs, () => {
      this.#telling = false;
      this.#options.hub.publish('history.changed', null, null);
    });
  }

  async #resume(room: RoomName): Promise<Turn[]> {
    const { store, clock, settings, logger } = this.#options;
    if (!settings().history.keep) return [];
    try {
      const latest = await store.latest(room, rememberedTurns);
      if (latest === null || isConversationOver(latest.conversation.endedAtMs, clock.nowMs())) return [];
      this.#current.set(room, { id: latest.conversation.id, latestMs: latest.conversation.endedAtMs });
      return latest.turns;
    } catch (error) {
      logger.log('warn', 'conversation could not be read back', { error: String(error) });
      return [];
    }
  }

  #store(room: RoomName, turn: Turn): void {
    if (turn.startedAtMs < (this.#deletedAtMs.get(room) ?? -Infinity)) return;
    const { store, ids, knownSecrets } = this.#options;
    const current = this.#current.get(room);
    const goesOn = current !== undefined && !isConversationOver(current.latestMs, turn.startedAtMs);
    const id = goesOn ? current.id : ConversationId.parse(ids.id());
    if (current && !goesOn) this.#earlier.set(current.id, { room, latestMs: current.latestMs });
    this.#current.set(room, { id, latestMs: Math.max(turn.startedAtMs, goesOn ? current.latestMs : 0) });
    const clean: Turn = { ...turn, text: String(redact(turn.text, knownSecrets())) };
    store.saveTurn({ room, conversation: id, title: titleOf(clean), turn: clean });
    this.changed();
  }
}

/** The bridge's methods on conversations. */
export function historyHandlers(options: {
  store: ConversationStore;
  conversations: Conversations;
}): Pick<Handlers, Extract<keyof Handlers, `history.${string}`>> {
  const { store, conversations } = options;
  const find = async (id: ConversationId): Promise<ConversationWithTurns> => {
    const found = await store.show(id);
    if (found === null) throw unknownConversation(id);
    return found;
  };
  return {
    'history.list': ({ search, limit, beforeMs }) =>
      store.list({
        limit: limit ?? usualLimit,
        ...(beforeMs !== undefined && { beforeMs }),
        ...(search !== undefined && { search }),
      }),
    'history.show': ({ id }) => find(id),
    'history.export': async ({ id, format }) => exportConversation(await find(id), format),
    'history.delete': async (which) => {
      const id = 'id' in which ? which.id : null;
      conversations.forget(id);
      const deleted = await store.delete(id);
      if (id !== null && deleted === 0) throw unknownConversation(id);
      conversations.changed();
      return { deleted };
    },
  };
}

/** The first words a person says name the conversation. */
function titleOf({ speaker, text }: Turn): string {
  if (speaker.kind !== 'person') return '';
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > titleCharacters ? `${line.slice(0, titleCharacters - 1)}…` : line;
}

const unknownConversation = (id: string): AppError =>
  new AppError(
    'history/unknown-conversation',
    `There is no conversation "${id}". "parley history list" shows what is kept.`,
  );
