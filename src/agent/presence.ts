/**
 * Who is in the room besides agents, whether anyone can hear, and whether several people take part.
 *
 * Path: room events -> here -> `agent.participantsChanged`, the floor and the brains' notes on who speaks.
 */
import { RoomEvent, TrackSource } from '@livekit/rtc-node';
import type { Participant, RemoteParticipant, Room } from '@livekit/rtc-node';
import { isOwnerIdentity } from '../contract/index.ts';
import { isPerson } from './audio/microphones.ts';
import { speakerNote, toNotedName } from './speaker-notes.ts';
import type { Speakers } from './speaker-notes.ts';

export interface PresenceEvents {
  onJoined(identity: string): void;
  onLeft(identity: string): void;
  onChanged(participants: { identity: string; name: string }[]): void;
}

export class Presence implements Speakers {
  readonly #room: Room;
  readonly #events: PresenceEvents;
  /** Everybody who was here, also those who left: what they said is in the talk. */
  readonly #guests = new Map<string, string>();
  #ownerCame = false;

  constructor(room: Room, events: PresenceEvents) {
    this.#room = room;
    this.#events = events;
    room.on(RoomEvent.ParticipantConnected, (participant) => this.#joined(participant));
    room.on(RoomEvent.ParticipantDisconnected, (participant) => {
      if (!isPerson(participant)) return;
      events.onLeft(participant.identity);
      this.#tell();
    });
    room.on(RoomEvent.ParticipantNameChanged, () => this.#tell());
  }

  /** Those who were there before us; call once, when connected. */
  announce(): void {
    for (const participant of this.#people()) {
      this.#remember(participant);
      this.#events.onJoined(participant.identity);
    }
    this.#tell();
  }

  get anyone(): boolean {
    return this.#people().length > 0;
  }

  nameOf(identity: string): string {
    return this.#room.remoteParticipants.get(identity)?.name || identity;
  }

  noteOf(identity: string): string | null {
    const people = new Set([...(this.#ownerCame ? ['owner'] : []), ...this.#guests.keys()]);
    // Who types need not be in the room.
    people.add(isOwnerIdentity(identity) ? 'owner' : identity);
    return people.size < 2 ? null : speakerNote(this.guestName(identity));
  }

  guestName(identity: string): string | null {
    return isOwnerIdentity(identity) ? null : toNotedName(this.#guests.get(identity) ?? '');
  }

  /** The sid of a participant's microphone track, also our own. */
  microphoneOf(identity: string): string | null {
    const local = this.#room.localParticipant;
    const participant: Participant | undefined =
      local?.identity === identity ? local : this.#room.remoteParticipants.get(identity);
    for (const publication of participant?.trackPublications.values() ?? []) {
      if (publication.source === TrackSource.SOURCE_MICROPHONE && publication.sid) return publication.sid;
    }
    return null;
  }

  #joined(participant: RemoteParticipant): void {
    if (!isPerson(participant)) return;
    this.#remember(participant);
    this.#events.onJoined(participant.identity);
    this.#tell();
  }

  #remember({ identity, name }: RemoteParticipant): void {
    if (isOwnerIdentity(identity)) this.#ownerCame = true;
    else this.#guests.set(identity, name || identity);
  }

  #tell(): void {
    this.#events.onChanged(this.#people().map(({ identity, name }) => ({ identity, name: name || identity })));
  }

  #people(): RemoteParticipant[] {
    return [...this.#room.remoteParticipants.values()].filter(isPerson);
  }
}
