/**
 * The room over livekit-client: one Room object per talk, one published microphone in it.
 *
 * Always: push-to-talk closes the gate on the track itself and leaves it published, so that key-down needs no signalling
 * and the first syllable is not clipped; only a person's mute is told to the others.
 */
import { Room, RoomEvent, setLogLevel, Track } from 'livekit-client';
import { AppError } from '../../contract/index.ts';
import { toMicrophoneTrack } from './microphone-track.ts';
import type { LocalAudioTrack, LocalTrack } from 'livekit-client';
import type { OpenRoom, RoomEvents, RoomLink } from './room-link.ts';

export const openLiveKitRoom: OpenRoom = async (access, events) => {
  // Its info lines carry join requests; the page's console is for what is wrong.
  setLogLevel('warn');
  const room = new Room({ disconnectOnPageLeave: true, stopLocalTrackOnUnpublish: false });
  try {
    await room.connect(access.livekitUrl, access.token);
  } catch (cause) {
    await room.disconnect();
    throw new AppError('livekit/unreachable', 'The room does not answer. Wait a moment and join again.', { cause });
  }
  return new LiveKitRoomLink(room, events);
};

class LiveKitRoomLink implements RoomLink {
  readonly room: Room;
  #track: LocalAudioTrack | null = null;
  /** What is captured now: the gate is on it, also while it is being published. */
  #capture: MediaStreamTrack | null = null;
  #open = false;
  #muted = false;
  #closed = false;

  constructor(room: Room, events: RoomEvents) {
    this.room = room;
    room
      .on(RoomEvent.Disconnected, () => this.#unlessClosed(() => events.onDisconnected()))
      .on(RoomEvent.Reconnecting, () => this.#unlessClosed(() => events.onInterrupted(true)))
      .on(RoomEvent.Reconnected, () => this.#unlessClosed(() => events.onInterrupted(false)))
      .on(RoomEvent.AudioPlaybackStatusChanged, () =>
        this.#unlessClosed(() => events.onPlaybackBlocked(!room.canPlaybackAudio)),
      );
  }

  async publish(track: MediaStreamTrack): Promise<void> {
    this.#capture = track;
    if (this.#track) {
      track.enabled = this.#open;
      await this.#track.replaceTrack(track, true);
    } else {
      const fresh = await toMicrophoneTrack(track, () => this.#open);
      // Its declaration does not fit the SDK's own under exact optional types.
      const publication = await this.room.localParticipant.publishTrack(fresh as LocalTrack, {
        source: Track.Source.Microphone,
        dtx: false,
        stopMicTrackOnMute: false,
      });
      this.#track = publication.audioTrack ?? null;
    }
    this.#applyGate();
  }

  setGate(open: boolean, muted: boolean): void {
    this.#open = open;
    this.#muted = muted;
    this.#applyGate();
  }

  async setSpeaker(id: string): Promise<void> {
    // Where the browser lets nobody choose, the sound stays where it is.
    await this.room.switchActiveDevice('audiooutput', id || 'default').catch(() => undefined);
  }

  startPlayback(): Promise<void> {
    return this.room.startAudio();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.room.disconnect(false);
  }

  #applyGate(): void {
    if (this.#capture) this.#capture.enabled = this.#open;
    const track = this.#track;
    if (!track) return;
    const settled = this.#muted === track.isMuted ? Promise.resolve() : this.#muted ? track.mute() : track.unmute();
    track.mediaStreamTrack.enabled = this.#open;
    void settled.then(() => {
      track.mediaStreamTrack.enabled = this.#open;
    });
  }

  #unlessClosed(tell: () => void): void {
    if (!this.#closed) tell();
  }
}
