/**
 * Which rooms nobody new may join by a link just now.
 *
 * Path: `parley room list`, `parley invite …` -> here -> the state of share.changed.
 */
import type { Bridge } from '../contract/bridge.ts';
import type { RoomName } from '../contract/ids.ts';

export function lockedRooms(bridge: Bridge): Promise<readonly RoomName[]> {
  return new Promise((resolve) => {
    const stop = bridge.subscribe('share.changed', (message) => {
      stop();
      resolve((message.type === 'state' ? message.state : message.payload).lockedRooms);
    });
  });
}
