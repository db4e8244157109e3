/**
 * Takes up anew the microphones that were published and never came: after livekit-server was lost and came back, the SDK at
 * times tells of a track and not of its sound, and whoever speaks there is not heard.
 *
 * Path: room events -> here -> `setSubscribed` -> the room's `trackSubscribed`, as for any other track.
 * Source: F1; seen with rtc-node 0.13 in about one of ten kills of livekit-server.
 */
import { RoomEvent, TrackSource } from '@livekit/rtc-node';
import type { RemoteParticipant, RemoteTrackPublication, Room } from '@livekit/rtc-node';
import type { AgentClock } from '../clock.ts';

/** A subscription takes a round trip and a handshake: 80 to 200 ms on a local server. */
const lookAfterMs = 1_000;
const mostLooks = 5;

export interface MissedTracksOptions {
  readonly room: Pick<Room, 'on' | 'remoteParticipants'>;
  readonly clock: AgentClock;
  isWanted(participant: RemoteParticipant): boolean;
}

/** Returns what ends it. */
export function takeUpMissedTracks({ room, clock, isWanted }: MissedTracksOptions): () => void {
  let looksLeft = 0;
  let cancel: (() => void) | null = null;
  const missed = (): RemoteTrackPublication[] =>
    [...room.remoteParticipants.values()]
      .filter(isWanted)
      .flatMap(({ trackPublications }) => [...trackPublications.values()])
      .filter(({ source, track }) => source === TrackSource.SOURCE_MICROPHONE && track === undefined);
  const look = (): void => {
    cancel = null;
    const publications = missed();
    for (const publication of publications) {
      publication.setSubscribed(false);
      publication.setSubscribed(true);
    }
    if (publications.length > 0 && --looksLeft > 0) cancel = clock.after(lookAfterMs, look);
  };
  const expect = (): void => {
    looksLeft = mostLooks;
    cancel ??= clock.after(lookAfterMs, look);
  };
  room.on(RoomEvent.TrackPublished, expect);
  room.on(RoomEvent.Reconnected, expect);
  return () => cancel?.();
}
