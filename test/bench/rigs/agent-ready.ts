/**
 * When an agent is ready for the person in this room: it is there, says so in its `lk.agent.state`, and has taken up the
 * person's microphone track. The same for every system.
 */
import { ParticipantKind, RoomEvent } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { nowMs } from './clock.ts';

/** Words of the attribute that mean: it waits for speech. */
const readyStates = ['listening', 'ready', 'idle'];

/** Epoch ms. Call before joining the room. */
export function agentReady(room: Room): Promise<number> {
  let heard = false;
  return new Promise((resolve) => {
    const look = (): void => {
      if (heard && isAgentWaiting(room)) resolve(nowMs());
    };
    room.on(RoomEvent.LocalTrackSubscribed, () => {
      heard = true;
      look();
    });
    room.on(RoomEvent.ParticipantConnected, look);
    room.on(RoomEvent.ParticipantAttributesChanged, look);
    room.on(RoomEvent.Connected, look);
  });
}

function isAgentWaiting(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(
    ({ kind, attributes }) =>
      kind === ParticipantKind.AGENT && readyStates.includes(attributes['lk.agent.state'] ?? ''),
  );
}
