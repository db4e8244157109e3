/**
 * A guest's messages in a minute.
 */
import { expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import type { Caller } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { talkHandlers } from '../../../src/core/talk/talks.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeIds } from '../../fakes/fake-system.ts';

function aRoom() {
  const clock = new FakeClock();
  const sent: string[] = [];
  const talk = { send: (text: string) => sent.push(text) };
  const handlers = talkHandlers({
    hub: new EventHub(),
    ids: new FakeIds(),
    clock,
    talks: { of: () => talk } as never,
    rooms: {} as never,
    keepMode: () => Promise.resolve(),
  });
  const send = (role: 'owner' | 'talk', identity: string): unknown => {
    const caller: Caller = { connectionId: identity, role, room: defaultRoom, identity };
    return handlers['talk.send']({ text: 'Hello' }, { caller, signal: new AbortController().signal });
  };
  return { clock, sent, send };
}

const tooOften = expect.objectContaining({ code: 'talk/too-often' }) as Error;

it('[R1] is bounded for each guest alone, and free again a minute later', () => {
  const { clock, sent, send } = aRoom();
  for (let count = 0; count < 20; count += 1) send('talk', 'guest-1');
  expect(() => send('talk', 'guest-1')).toThrow(tooOften);
  send('talk', 'guest-2');
  expect(sent).toHaveLength(21);
  clock.advance(60_001);
  send('talk', 'guest-1');
  expect(sent).toHaveLength(22);
});

it('[R1] is not bounded for the owner', () => {
  const { sent, send } = aRoom();
  for (let count = 0; count < 40; count += 1) send('owner', 'owner-1');
  expect(sent).toHaveLength(40);
});
