/**
 * Starts WebRTC in this process while nobody waits: the first track does it, else the one who joins would wait for it.
 *
 * Path: agent-process.ts, while warm.
 * Always: the track is never published; its source has no queue, since one with a queue wakes up every 10 ms.
 */
import { AudioSource, LocalAudioTrack } from '@livekit/rtc-node';
import { modelRateHz } from './room-speaker.ts';

/** WebRTC stays as long as what is returned is held. */
export const startWebRtc = (): unknown => LocalAudioTrack.createAudioTrack('warm', new AudioSource(modelRateHz, 1, 0));
