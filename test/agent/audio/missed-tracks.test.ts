import { EventEmitter } from 'node:events';
import { RoomEvent, TrackSource } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import { expect, it } from 'vitest';
import { takeUpMissedTracks } from '../../../src/agent/audio/missed-tracks.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** A room of one person; `asked` are their subscriptions. */
function aRoom() {
  const asked: boolean[] = [];
  const publication = {
    source: TrackSource.SOURCE_MICROPHONE,
    track: undefined as unknown,
    setSubscribed: (subscribed: boolean) => void asked.push(subscribed),
  };
  const person = { identity: 'anna', trackPublications: new Map([['one', publication]]) };
  const events = new EventEmitter();
  const room = Object.assign(events, { remoteParticipants: new Map([['anna', person]]) }) as unknown as Room;
  const clock = new FakeClock();
  const start = (isWanted = true): (() => void) => takeUpMissedTracks({ room, clock, isWanted: () => isWanted });
  return { asked, publication, events, clock, start };
}

it('[F1] a microphone that was published and whose sound never came is taken up anew, until it comes', () => {
  const { asked, publication, events, clock, start } = aRoom();
  start();
  clock.advance(10_000);
  expect(asked).toEqual([]);
  events.emit(RoomEvent.TrackPublished);
  clock.advance(2_000);
  expect(asked).toEqual([false, true, false, true]);
  publication.track = {};
  clock.advance(10_000);
  expect(asked).toHaveLength(4);
});

it('[F1] one that comes by itself, a camera, and what nobody wants are left as they are', () => {
  const { asked, publication, events, clock, start } = aRoom();
  start(false);
  events.emit(RoomEvent.Reconnected);
  clock.advance(10_000);
  const wanted = aRoom();
  wanted.start();
  wanted.events.emit(RoomEvent.Reconnected);
  wanted.publication.track = {};
  wanted.clock.advance(10_000);
  publication.source = TrackSource.SOURCE_CAMERA;
  start();
  events.emit(RoomEvent.TrackPublished);
  clock.advance(10_000);
  expect([asked, wanted.asked]).toEqual([[], []]);
});

it('[F1] it is not asked for without end, nor after the talk', () => {
  const { asked, events, clock, start } = aRoom();
  const end = start();
  events.emit(RoomEvent.Reconnected);
  clock.advance(60_000);
  expect(asked).toHaveLength(10);
  events.emit(RoomEvent.Reconnected);
  end();
  clock.advance(60_000);
  expect(asked).toHaveLength(10);
});
