/**
 * The turns of this talk as everybody is shown them: who said what, as far as its words are known.
 *
 * Path: talk-session -> here -> captions.ts.
 * Always: the words of a person's turn grow until they are final and change no more after that; one that was answered is final.
 */
import type { Room } from '@livekit/rtc-node';
import type { Turn, TurnId, UnansweredTurn } from '../contract/index.ts';
import type { AnswerText } from './answers/answers.ts';
import type { Captions } from './captions.ts';
import type { Presence } from './presence.ts';

export interface ShownTurnsOptions {
  readonly captions: Pick<Captions, 'publish'>;
  readonly presence: Pick<Presence, 'nameOf' | 'microphoneOf'>;
  readonly room: Pick<Room, 'localParticipant'>;
}

export class ShownTurns {
  readonly #options: ShownTurnsOptions;
  readonly #ofPeople = new Map<TurnId, Turn>();

  constructor(options: ShownTurnsOptions) {
    this.#options = options;
  }

  /** Nobody has said anything here. */
  get isEmpty(): boolean {
    return this.#ofPeople.size === 0;
  }

  /** A person's turn, of which nothing is shown yet: that is told elsewhere, or by `show`. */
  remember({ turnId, identity, text, startedAtMs }: UnansweredTurn): Turn {
    const turn: Turn = {
      id: turnId,
      speaker: { kind: 'person', identity, name: this.#options.presence.nameOf(identity) },
      text: text ?? '',
      final: text !== null,
      interrupted: false,
      via: text === null ? 'voice' : 'typed',
      startedAtMs,
    };
    this.#ofPeople.set(turnId, turn);
    return turn;
  }

  show(turn: Turn): void {
    const { captions, presence } = this.#options;
    const { identity } = turn.speaker;
    captions.publish(turn, { identity, trackSid: presence.microphoneOf(identity) });
  }

  /** More of what a person said is known. */
  heard(turnId: TurnId, text: string, final: boolean): void {
    const known = this.#ofPeople.get(turnId);
    if (!known || known.final) return;
    const turn = { ...known, text, final };
    this.#ofPeople.set(turnId, turn);
    this.show(turn);
  }

  /** No transcript comes any more: what is known of the words stays, and no longer changes. */
  answered(turnId: TurnId): void {
    this.heard(turnId, this.#ofPeople.get(turnId)?.text ?? '', true);
  }

  /** The assistant's words, as they are heard. */
  spoken({ answerId, text, final, interrupted, startedAtMs }: AnswerText): void {
    // The token names the assistant as its owner does.
    const { identity = 'agent', name = identity } = this.#options.room.localParticipant ?? {};
    const speaker = { kind: 'assistant' as const, identity, name };
    this.show({ id: answerId, speaker, text, final, interrupted, via: 'voice', startedAtMs });
  }
}
