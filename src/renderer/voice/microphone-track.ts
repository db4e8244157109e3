/**
 * The SDK's track of what is captured, closed where the gate is closed.
 *
 * Path: livekit-room.ts -> here -> livekit-client.
 * Always: the SDK opens each track that is new to it, some turns of the loop later; this waits for that, so that nothing is
 * sent before the gate is as it should be.
 */
import { LocalAudioTrack } from 'livekit-client';

/** `isOpen`: whether words may leave by then. */
export async function toMicrophoneTrack(capture: MediaStreamTrack, isOpen: () => boolean): Promise<LocalAudioTrack> {
  const track = new LocalAudioTrack(capture);
  // Stands in line behind the opening; there is no processor to stop.
  await track.stopProcessor();
  capture.enabled = isOpen();
  return track;
}
