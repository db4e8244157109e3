/**
 * Who is in the room besides agents, and whether anyone can hear.
 *
 * Path: room events -> here -> `agent.participantsChanged` and the floor.
 */
import { RoomEvent, TrackSource } from '@livekit/rtc-node';
import type { Participant, RemoteParticipant, Room } from '@livekit/rtc-node';
import { isPerson } from './audio/microphones.ts';

export interface PresenceEvents {
  onJoined(identity: string): void;
  onLeft(identity: string): void;
  onChanged(participants: { identity: string; name: string }[]): void;
}

export class Presence {
  readonly #room: Room;
  readonly #events: PresenceEvents;

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
    for (const participant of this.#people()) this.#events.onJoined(participant.identity);
    this.#tell();
  }

  get anyone(): boolean {
    return this.#people().length > 0;
  }

  nameOf(identity: string): string {
    return this.#room.remoteParticipants.get(identity)?.name || identity;
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
    this.#events.onJoined(participant.identity);
    this.#tell();
  }

  #tell(): void {
    this.#events.onChanged(this.#people().map(({ identity, name }) => ({ identity, name: name || identity })));
  }

  #people(): RemoteParticipant[] {
    return [...this.#room.remoteParticipants.values()].filter(isPerson);
  }
}
