/**
 * When an agent is ready for the person in this room: it is there, says so in its `lk.agent.state`, and has taken up the
 * person's microphone track. The same for every system.
 */
import { ParticipantKind, RoomEvent } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { nowMs } from './clock.ts';

/** Words of the attribute that mean: it waits for speech. */
const readyStates = ['listening', 'ready', 'idle'];

/** Epoch ms of each step; it is ready at the last of them. */
export interface Readiness {
  /** The agent is in the room. */
  readonly thereAtMs: number;
  /** It has taken up the person's microphone. */
  readonly hearsAtMs: number;
  /** It says that it waits for speech. */
  readonly waitsAtMs: number;
}

export const readyAt = ({ thereAtMs, hearsAtMs, waitsAtMs }: Readiness): number =>
  Math.max(thereAtMs, hearsAtMs, waitsAtMs);

/** Call before joining the room. */
export function agentReady(room: Room): Promise<Readiness> {
  const seen: { -readonly [Step in keyof Readiness]: number } = { thereAtMs: 0, hearsAtMs: 0, waitsAtMs: 0 };
  return new Promise((resolve) => {
    const look = (): void => {
      if (isAgentThere(room)) seen.thereAtMs ||= nowMs();
      if (isAgentWaiting(room)) seen.waitsAtMs ||= nowMs();
      if (seen.thereAtMs && seen.hearsAtMs && seen.waitsAtMs) resolve(seen);
    };
    room.on(RoomEvent.LocalTrackSubscribed, () => {
      seen.hearsAtMs ||= nowMs();
      look();
    });
    room.on(RoomEvent.ParticipantConnected, look);
    room.on(RoomEvent.ParticipantAttributesChanged, look);
    room.on(RoomEvent.Connected, look);
  });
}

function isAgentThere(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(({ kind }) => kind === ParticipantKind.AGENT);
}

function isAgentWaiting(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(
    ({ kind, attributes }) =>
      kind === ParticipantKind.AGENT && readyStates.includes(attributes['lk.agent.state'] ?? ''),
  );
}
