import { EventEmitter } from 'node:events';
import { ParticipantKind, RoomEvent, TrackKind, TrackSource } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { expect, it } from 'vitest';
import { Microphones } from '../../../src/agent/audio/microphones.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** A room of one person whose tracks come and go; `heard` is the first sample of each frame. */
function aRoom() {
  const heard: number[] = [];
  const events = new EventEmitter();
  const room = Object.assign(events, { remoteParticipants: new Map() }) as unknown as Room;
  const streams = new Map<unknown, ReadableStreamDefaultController<{ data: Int16Array }>>();
  const nothing = (): void => undefined;
  const onFrame = (_identity: string, { samples }: { samples: Int16Array }): void => void heard.push(samples[0] ?? 0);
  new Microphones(
    room,
    { onFrame, onPart: nothing, onWindow: nothing },
    new FakeClock(),
    (track) => new ReadableStream({ start: (controller) => void streams.set(track, controller) }),
  );
  const open = (sid: string) => {
    const track = { kind: TrackKind.KIND_AUDIO };
    const publication = { sid, source: TrackSource.SOURCE_MICROPHONE };
    const participant = { identity: 'anna', sid: `of ${sid}`, kind: ParticipantKind.STANDARD };
    events.emit(RoomEvent.TrackSubscribed, track, publication, participant);
    return {
      speak: async (sample: number): Promise<void> => {
        streams.get(track)?.enqueue({ data: new Int16Array(240).fill(sample) });
        await new Promise(setImmediate);
      },
      break: () => streams.get(track)?.error(new Error('Disconnected while receiving')),
      unsubscribed: () => events.emit(RoomEvent.TrackUnsubscribed, track, publication, participant),
      left: () => events.emit(RoomEvent.ParticipantDisconnected, participant),
    };
  };
  return { heard, open };
}

it.each(['break', 'unsubscribed', 'left'] as const)(
  '[F1] a microphone is heard on when the one before it ends late: %s',
  async (end) => {
    const { heard, open } = aRoom();
    const before = open('before');
    await before.speak(1);
    const now = open('now');
    before[end]();
    await new Promise(setImmediate);
    await now.speak(2);
    expect(heard).toEqual([1, 2]);
    now[end]();
    await new Promise(setImmediate);
    expect(heard).toEqual([1, 2]);
  },
);
