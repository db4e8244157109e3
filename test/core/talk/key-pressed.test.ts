/**
 * Push-to-talk from outside the window: whoever presses learns whether anybody hears it.
 */
import { expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import type { Caller } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { talkHandlers } from '../../../src/core/talk/talks.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeIds } from '../../fakes/fake-system.ts';

const window: Caller = { connectionId: 'window', role: 'owner', room: defaultRoom, identity: 'owner-1' };
const program: Caller = { connectionId: 'program', role: 'owner', room: defaultRoom, identity: null };

function aRoom() {
  const hub = new EventHub();
  const pressed: string[] = [];
  const handlers = talkHandlers({
    hub,
    ids: new FakeIds(),
    clock: new FakeClock(),
    talks: { of: () => ({ key: (identity: string) => pressed.push(identity) }) } as never,
    rooms: {} as never,
    keepMode: () => Promise.resolve(),
  });
  const { signal } = new AbortController();
  const press = (decided?: boolean, caller = program, identity?: string): unknown =>
    handlers['talk.key'](
      {
        ...{ room: defaultRoom, action: 'down' },
        ...(decided !== undefined && { decided }),
        ...(identity !== undefined && { identity }),
      },
      { caller, signal },
    );
  const tellOver = (): unknown => handlers['talk.keyOver']({}, { caller: window, signal });
  return { hub, press, pressed, tellOver };
}

it('[V4] a key pressed outside reaches the window in the talk; where there is none, that is said', () => {
  const { hub, press } = aRoom();
  const nobody = expect.objectContaining({ code: 'talk/nobody-joined' }) as Error;
  expect(() => press()).toThrow(nobody);
  const heard: unknown[] = [];
  const leave = hub.listen('talk.keyPressed', window, (message) => heard.push(message));
  press();
  expect(heard).toEqual([{ type: 'event', seq: 1, payload: { action: 'down' } }]);
  leave();
  expect(() => press()).toThrow(nobody);
});

it('[V4] where a shell owns the key it alone is asked, and what it has decided reaches the window alone', () => {
  const { hub, press } = aRoom();
  const told: string[] = [];
  const leave = hub.listen('talk.keyPressed', window, () => told.push('window'));
  hub.listen('talk.keyAsked', program, () => told.push('shell'));
  press();
  press(true);
  leave();
  expect(() => press()).toThrow(expect.objectContaining({ code: 'talk/nobody-joined' }) as Error);
  expect(told).toEqual(['shell', 'window']);
});

it('[V4] the shell hears that its key is over, and no window does', () => {
  const { hub, tellOver } = aRoom();
  const told: string[] = [];
  for (const event of ['talk.keyOver', 'talk.keyAsked', 'talk.keyPressed'] as const)
    hub.listen(event, program, () => told.push(event));
  tellOver();
  expect(told).toEqual(['talk.keyOver']);
});

it('a device that came by a link presses its own key and none of the desktop, whatever its role', () => {
  const { hub, press, pressed } = aRoom();
  const told: string[] = [];
  hub.listen('talk.keyPressed', window, () => told.push('window'));
  const device = { ...program, identity: 'owner-2', device: { name: 'Phone', origin: 'https://parley.test' } };
  press(true, device);
  press(true, device, 'owner-1');
  expect({ told, pressed }).toEqual({ told: [], pressed: [] });
  press(true, device, 'owner-2');
  press(true, program, 'owner-1');
  press(true);
  expect({ told, pressed }).toEqual({ told: ['window'], pressed: ['owner-2', 'owner-1'] });
});
