/**
 * A room without a server: it is joined at once, keeps what it is given, and plays nothing.
 */
import type { OpenRoom, RoomLink } from '../../../src/renderer/voice/room-link.ts';

export interface FakeRoom {
  readonly gates: { readonly open: boolean; readonly muted: boolean }[];
  readonly speakers: string[];
  published: MediaStreamTrack | null;
  closed: boolean;
  disconnect(): void;
}

export function createFakeRooms(): { readonly openRoom: OpenRoom; readonly rooms: FakeRoom[] } {
  const rooms: FakeRoom[] = [];
  const openRoom: OpenRoom = (_access, events) => {
    const fake: FakeRoom = {
      gates: [],
      speakers: [],
      published: null,
      closed: false,
      disconnect: () => events.onDisconnected(),
    };
    rooms.push(fake);
    const link: RoomLink = {
      room: null,
      publish: (track) => {
        fake.published = track;
        return Promise.resolve();
      },
      setGate: (open, muted) => void fake.gates.push({ open, muted }),
      setSpeaker: (id) => {
        fake.speakers.push(id);
        return Promise.resolve();
      },
      startPlayback: () => Promise.resolve(),
      close: () => {
        fake.closed = true;
        return Promise.resolve();
      },
    };
    return Promise.resolve(link);
  };
  return { openRoom, rooms };
}
