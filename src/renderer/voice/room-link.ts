/**
 * What the voice needs of a room: a port, so that views can be tried without a LiveKit server.
 */
import type { Room } from 'livekit-client';

export interface RoomAccess {
  readonly livekitUrl: string;
  readonly token: string;
}

/** No call arrives after `onDisconnected`, nor after `close`. */
export interface RoomEvents {
  onDisconnected(): void;
  onInterrupted(interrupted: boolean): void;
  onPlaybackBlocked(blocked: boolean): void;
}

export interface RoomLink {
  /** LiveKit's room for what plays its sound; null where there is none to play. */
  readonly room: Room | null;
  /** Sends `track` from now on, in place of the one before. */
  publish(track: MediaStreamTrack): Promise<void>;
  /** `open`: words leave. `muted` is also shown to the others; merely closed means warm and waiting for the key. */
  setGate(open: boolean, muted: boolean): void;
  /** Plays through this one from now on; '' is the system's default. */
  setSpeaker(id: string): Promise<void>;
  /** To be called from a click. */
  startPlayback(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a link. @throws {AppError} livekit/unreachable */
export type OpenRoom = (access: RoomAccess, events: RoomEvents) => Promise<RoomLink>;
