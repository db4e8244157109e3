/**
 * When our voice is put into the room: with the first microphone, or a moment later.
 */
import { EventEmitter } from 'node:events';
import { ParticipantKind, RoomEvent, TrackSource } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { describe, expect, it } from 'vitest';
import { microphoneCame, newcomerMs } from '../../../src/agent/audio/publish-voice.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

const person = { kind: ParticipantKind.STANDARD };
const agent = { kind: ParticipantKind.AGENT };
const microphone = { source: TrackSource.SOURCE_MICROPHONE };
const screen = { source: TrackSource.SOURCE_SCREENSHARE_AUDIO };

function aRoom() {
  const events = new EventEmitter();
  const clock = new FakeClock();
  let came = false;
  void microphoneCame(events as unknown as Room, clock).then(() => (came = true));
  return {
    publish: (publication: object, participant: object) =>
      events.emit(RoomEvent.TrackPublished, publication, participant),
    came: async (afterMs = 0) => {
      await clock.advanceAsync(afterMs);
      return came;
    },
    listeners: () => events.listenerCount(RoomEvent.TrackPublished),
  };
}

describe('microphoneCame', () => {
  it('resolves with a person’s microphone, and with no other track', async () => {
    const room = aRoom();
    room.publish(microphone, agent);
    room.publish(screen, person);
    expect(await room.came()).toBe(false);
    room.publish(microphone, person);
    expect(await room.came()).toBe(true);
    expect(room.listeners()).toBe(0);
  });

  it('waits no longer than we are a newcomer', async () => {
    const room = aRoom();
    expect(await room.came(newcomerMs - 1)).toBe(false);
    expect(await room.came(1)).toBe(true);
    expect(room.listeners()).toBe(0);
  });
});
