/**
 * Puts our voice into the room: the track on which answers are played.
 *
 * Path: talk-session, once in the room -> here -> LiveKit.
 * Always: with the first microphone that comes, else a moment later. livekit-server answers an offer of ours at once, but lets up
 * to 150 ms pass before it asks a newcomer for one, and a microphone that comes meanwhile is not heard: our offer brings it along.
 * Source: livekit-server 1.13.4, pkg/rtc/transport.go (Negotiate, createAndSendAnswer).
 */
import { LocalAudioTrack, RoomEvent, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import type { AudioSource, RemoteParticipant, RemoteTrackPublication, Room } from '@livekit/rtc-node';
import type { AgentClock } from '../clock.ts';
import { isPerson } from './microphones.ts';

/** The server has known us for longer than we have been in the room: after this we are no newcomer. */
export const newcomerMs = 100;

/** Resolves when the room has the track. */
export async function publishVoice(room: Room, source: AudioSource, clock: AgentClock): Promise<void> {
  const track = LocalAudioTrack.createAudioTrack('assistant', source);
  await microphoneCame(room, clock);
  await room.localParticipant?.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
}

/** Or the moment is over. A microphone that was there before us is heard as soon as we are in. */
export function microphoneCame(room: Pick<Room, 'on' | 'off'>, clock: AgentClock): Promise<void> {
  return new Promise((resolve) => {
    const published = ({ source }: RemoteTrackPublication, participant: RemoteParticipant): void => {
      if (isPerson(participant) && source === TrackSource.SOURCE_MICROPHONE) go();
    };
    const cancel = clock.after(newcomerMs, () => go());
    const go = (): void => {
      cancel();
      room.off(RoomEvent.TrackPublished, published);
      resolve();
    };
    room.on(RoomEvent.TrackPublished, published);
  });
}
