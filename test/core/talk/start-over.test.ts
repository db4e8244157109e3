/**
 * When a talk starts over: what was said before reaches neither the windows nor the agent any more.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultRoom, TurnId } from '../../../src/contract/index.ts';
import type { Caller, Turn } from '../../../src/contract/index.ts';
import { conversationGapMs } from '../../../src/core/history/conversations.ts';
import { Talks } from '../../../src/core/talk/talks.ts';
import { aTalk, aTurn } from './rig.ts';

const guest: Caller = { connectionId: 'phone', role: 'talk', room: defaultRoom, identity: 'guest-1' };
const speaker = { identity: 'owner-1', name: 'You' };

describe('a talk that starts over', () => {
  let rig: ReturnType<typeof aTalk>;
  beforeEach(() => {
    rig = aTalk();
  });

  const now = (id: string, text: string): Turn => ({ ...aTurn(id, text, 'person'), startedAtMs: rig.clock.nowMs() });
  const texts = (): string[] => rig.talk.transcript.turns().map(({ text }) => text);

  it('[V15] shows and tells nothing from before half an hour of silence to who joins then', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.participantsReported([speaker]);
    rig.talk.turnReported(now('t1', 'My code is 1234'));
    await rig.beatFor(first, conversationGapMs - 1_000);
    rig.talk.wake();
    expect([texts(), first.ended]).toEqual([['My code is 1234'], false]);
    await rig.beatFor(first, 1_000);
    rig.talk.wake();
    expect([texts(), rig.forgotten, first.ended]).toEqual([[], [defaultRoom], true]);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ type: 'join', assignment: { history: [] } }]);
  });

  it('[V17] greets nobody again who sits there when the talk starts over', async () => {
    rig.set({ assistant: { greeting: 'Hello there.' } });
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.participantsReported([speaker]);
    rig.talk.turnReported(now('t1', 'Good morning'));
    await rig.beatFor(first, conversationGapMs);
    rig.talk.wake();
    const second = await rig.sitDown();
    expect([first.commands, second.commands]).toMatchObject([
      [{ assignment: { greeting: 'Hello there.' } }],
      [{ assignment: { history: [], greeting: '' } }],
    ]);
  });

  it('[V15] begins anew with a turn after half an hour of silence, typed or spoken, and answers it', async () => {
    rig.talk.send('My code is 1234', speaker);
    const agent = await rig.sitDown();
    rig.talk.answered(TurnId.parse(rig.talk.transcript.turns()[0]?.id), 'Noted.');
    rig.talk.participantsReported([speaker]);
    await rig.beatFor(agent, conversationGapMs);
    rig.talk.turnReported(now('t2', 'Good morn'));
    rig.talk.turnReported(now('t2', 'Good morning'));
    expect([texts(), agent.ended]).toEqual([['Good morning'], false]);
    await rig.beatFor(agent, conversationGapMs);
    rig.talk.send('What time is it?', speaker);
    expect([texts(), agent.ended]).toEqual([['What time is it?'], true]);
    const next = await rig.sitDown();
    expect(next.commands).toMatchObject([
      { type: 'join', assignment: { history: [], unanswered: { text: 'What time is it?' } } },
    ]);
  });

  it('[V15] shows a guest who comes after half an hour of silence nothing of it, and leaves its owner the page', async () => {
    const talks = new Talks(rig.options);
    const shown = (caller: Caller): string[] => {
      const message = rig.hub.state('talk.turnChanged', caller);
      return message.type === 'state' ? message.state.map(({ text }) => text) : [];
    };
    const owner: Caller = { ...guest, connectionId: 'window', role: 'owner', identity: 'owner-1' };
    const listener: Caller = { ...guest, connectionId: 'screen', role: 'listen' };
    talks.of(defaultRoom).turnReported(now('t1', 'My code is 1234'));
    await rig.clock.advanceAsync(conversationGapMs - 1);
    expect([owner, guest, listener].map(shown)).toEqual(Array(3).fill(['My code is 1234']));
    await rig.clock.advanceAsync(1);
    expect([owner, guest, listener].map(shown)).toEqual([['My code is 1234'], [], []]);
  });

  it('[V15] gives the windows the emptied talk, and the next agent nothing, once its conversation is deleted', async () => {
    rig.hub.provide('talk.turnChanged', () => rig.talk.transcript.turns());
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.turnReported(now('t1', 'My code is 1234'));
    const told: unknown[] = [];
    rig.hub.listen('talk.turnChanged', guest, (message) => told.push(message));
    rig.talk.startOver();
    expect(told).toEqual([{ type: 'state', seq: 2, state: [] }]);
    expect([first.ended, rig.forgotten]).toEqual([true, [defaultRoom]]);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ type: 'join', assignment: { history: [] } }]);
  });

  it('[V15] gives the unanswered turn of a deleted conversation to nobody, and says so to who waits for its answer', async () => {
    const asked = rig.talk.ask('My PIN is 1234, keep it', speaker, new AbortController().signal);
    const told = expect(asked).rejects.toMatchObject({
      code: 'talk/no-answer',
      message: expect.stringContaining('was deleted') as string,
    });
    const first = await rig.sitDown();
    rig.talk.startOver();
    await told;
    expect([first.ended, rig.talk.isAwaited]).toEqual([true, true]);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ type: 'join', assignment: { history: [], unanswered: null } }]);
    expect(rig.talk.isAwaited).toBe(false);
  });

  it('[V15] asks a question that nobody could answer for half an hour no more, one of minutes ago still', async () => {
    rig.talk.send('What is in my letter?', speaker);
    await rig.clock.advanceAsync(conversationGapMs - 1_000);
    rig.talk.wake();
    expect(rig.talk.isAwaited).toBe(true);
    expect(texts()).toEqual(['What is in my letter?']);
    await rig.clock.advanceAsync(1_000);
    rig.talk.wake();
    expect(texts()).toEqual([]);
    const agent = await rig.sitDown();
    expect(agent.commands).toMatchObject([{ type: 'join', assignment: { history: [], unanswered: null } }]);
  });

  it('[V15] forgets with its conversation also a spoken turn whose words nobody saw yet', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.committed({ turnId: TurnId.parse('t1'), identity: 'owner-1', audio: 'AAAA', text: null, startedAtMs: 1 });
    rig.talk.startOver();
    expect(first.ended).toBe(true);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ type: 'join', assignment: { unanswered: null } }]);
  });

  it('[V15] replaces the agent that lived through an earlier conversation which is deleted, and keeps the present one', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    const untilMs = rig.clock.nowMs();
    rig.talk.turnReported(now('t1', 'My code is 1234'));
    rig.talk.participantsReported([speaker]);
    await rig.beatFor(first, conversationGapMs);
    rig.talk.turnReported(now('t2', 'Good morning'));
    expect([texts(), first.ended]).toEqual([['Good morning'], false]);
    rig.talk.forgetUntil(untilMs);
    expect([texts(), first.ended]).toEqual([['Good morning'], true]);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ assignment: { history: [{ text: 'Good morning' }] } }]);
    rig.talk.forgetUntil(untilMs);
    expect(second.ended).toBe(false);
  });

  it('[V15] lets an agent stay that knows nothing', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.talk.startOver();
    expect(agent.ended).toBe(false);
  });

  it('[V15] brings nothing back that was read after it started over', async () => {
    rig = aTalk([aTurn('t1', 'My code is 1234', 'person')]);
    rig.talk.startOver();
    rig.talk.wake();
    const agent = await rig.sitDown();
    expect(agent.commands).toMatchObject([{ type: 'join', assignment: { history: [] } }]);
  });

  it('[R3] [R5] keeps nothing of a room that was closed, not even a turn that waited', async () => {
    rig.talk.wake();
    await rig.sitDown();
    rig.talk.turnReported(now('t1', 'My code is 1234'));
    rig.talk.committed({ turnId: TurnId.parse('t1'), identity: 'owner-1', audio: 'AAAA', text: null, startedAtMs: 1 });
    rig.talk.dismiss();
    expect([texts(), rig.forgotten, rig.ended]).toEqual([[], [defaultRoom], [defaultRoom]]);
    rig.talk.wake();
    const next = await rig.sitDown();
    expect(next.commands.at(-1)).toMatchObject({ type: 'join', assignment: { history: [], unanswered: null } });
  });
});
