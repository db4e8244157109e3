/**
 * The talk of one room with its agent processes, on fakes of every port: who sits, who answers, what is kept.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultRoom, TurnId } from '../../../src/contract/index.ts';
import type { Caller, UnansweredTurn, WireError } from '../../../src/contract/index.ts';
import { Approvals } from '../../../src/core/approvals/approvals.ts';
import { agentHandlers } from '../../../src/core/talk/talks.ts';
import type { Talks } from '../../../src/core/talk/talks.ts';
import { aTalk, aTurn } from './rig.ts';

const speaker = { identity: 'owner-1', name: 'You' };
const noKey: WireError = { code: 'provider/no-key', message: 'Add a key.' };

describe('Talk', () => {
  let rig: ReturnType<typeof aTalk>;
  beforeEach(() => {
    rig = aTalk();
  });

  it('brings the warm process in, with what was said so far', async () => {
    rig.pool.keepWarm();
    rig.talk.wake();
    const agent = await rig.sitDown();
    expect(rig.launcher.launched).toHaveLength(1);
    expect(agent.commands).toMatchObject([
      { type: 'join', assignment: { room: 'main', unanswered: null, history: [] } },
    ]);
    expect(rig.talk.view.agent).toEqual({ state: 'ready', pid: agent.pid });
  });

  it('gives the agent its own identity and no person the same', async () => {
    rig.talk.wake();
    await rig.sitDown();
    expect(rig.rooms.grants).toMatchObject([{ identity: 'agent-main', kind: 'agent', canUpdateOwnMetadata: true }]);
  });

  it('[V6] answers a typed turn and returns the words with it', async () => {
    const asked = rig.talk.ask('What time is it?', speaker, new AbortController().signal);
    const agent = await rig.sitDown();
    const join = agent.commands[0];
    expect(join).toMatchObject({ type: 'join', assignment: { unanswered: { text: 'What time is it?' } } });
    rig.talk.answered(TurnId.parse(rig.talk.transcript.turns()[0]?.id), 'Noon.');
    await expect(asked).resolves.toEqual({ answer: 'Noon.', calls: [] });
  });

  it('[V6] answers a turn that is typed while the agent is on its way into the room', async () => {
    rig.talk.wake();
    const agent = await rig.orderIn();
    expect(agent.commands).toMatchObject([{ type: 'join', assignment: { unanswered: null } }]);
    const turnId = rig.talk.send('What time is it?', speaker);
    rig.talk.joined(rig.idOf(agent), 'realtime');
    expect(agent.commands.slice(1)).toEqual([
      {
        type: 'unansweredTurn',
        turn: {
          turnId,
          identity: speaker.identity,
          audio: null,
          text: 'What time is it?',
          startedAtMs: rig.clock.nowMs(),
        },
      },
    ]);
  });

  it('[V4] [V17] tells an agent that was on its way into the room of the mode and the profile chosen since', async () => {
    rig.talk.wake();
    const agent = await rig.orderIn();
    const profiles = { Tutor: { instructions: 'Teach.' } };
    rig.set({ profiles, talk: { profile: 'Tutor', mode: 'push-to-talk' } });
    expect(agent.commands).toMatchObject([{ type: 'join', assignment: { mode: 'hands-free' } }]);
    rig.talk.joined(rig.idOf(agent), 'realtime');
    expect(agent.commands.slice(1)).toMatchObject([
      { type: 'setMode', mode: 'push-to-talk' },
      { type: 'setPersona', persona: { instructions: 'Teach.' } },
    ]);
    rig.talk.setMode('push-to-talk');
    expect(agent.commands).toHaveLength(3);
  });

  it('[V4] tells an agent that was on its way nothing of a choice that was taken back', async () => {
    rig.talk.wake();
    const agent = await rig.orderIn();
    rig.talk.setMode('push-to-talk');
    rig.set({ assistant: { instructions: 'Be brief.' } });
    rig.talk.setMode('hands-free');
    rig.set({});
    rig.talk.joined(rig.idOf(agent), 'realtime');
    expect(agent.commands.map(({ type }) => type)).toEqual(['join']);
  });

  it('[V4] [F5] tells every agent of the keys that are held when it comes in, and of none that was let go', async () => {
    const guest = { identity: 'guest-1', name: 'Robin' };
    rig.talk.wake();
    const first = await rig.orderIn();
    rig.talk.key(guest.identity, 'down');
    rig.talk.key(speaker.identity, 'down');
    rig.talk.key(speaker.identity, 'up');
    rig.talk.joined(rig.idOf(first), 'realtime');
    const guestsKey = { type: 'key', identity: guest.identity, action: 'down' };
    expect(first.commands.slice(1)).toEqual([guestsKey]);
    rig.talk.participantsReported([guest, speaker]);
    rig.talk.key(speaker.identity, 'down');
    first.end({ expected: false, code: 1, signal: null });
    const second = await rig.orderIn();
    rig.talk.participantsReported([guest]);
    rig.talk.joined(rig.idOf(second), 'realtime');
    expect(second.commands.slice(1)).toEqual([guestsKey]);
  });

  it('[F13] tells whoever waits for an answer why the provider gives none, and asks no other agent', async () => {
    const asked = rig.talk.ask('What time is it?', speaker, new AbortController().signal);
    const agent = await rig.sitDown();
    const turnId = TurnId.parse(rig.talk.transcript.turns()[0]?.id);
    const problem = { code: 'provider/failed', message: 'It refuses.' } as const;
    const failed = expect(asked).rejects.toMatchObject(problem);
    rig.talk.answered(turnId, '', problem);
    await failed;
    agent.end({ expected: false, code: 1, signal: null });
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([{ type: 'join', assignment: { unanswered: null, history: [] } }]);
  });

  it('[F30] says that a person waits, from the wish to talk to the answer, and tells when that ends', async () => {
    expect(rig.talk.isAwaited).toBe(false);
    rig.talk.wake();
    expect(rig.talk.isAwaited).toBe(true);
    await rig.sitDown();
    expect(rig.talk.isAwaited).toBe(false);
    const turnId = rig.talk.send('What time is it?', speaker);
    expect(rig.talk.isAwaited).toBe(true);
    const told = rig.changes();
    rig.talk.answered(turnId, 'Noon.');
    expect(rig.talk.isAwaited).toBe(false);
    expect(rig.changes()).toBeGreaterThan(told);
  });

  it('[F5] gives a turn that no answer came to to the agent that replaces a killed one, and history to it', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.turnReported(aTurn('t1', 'Good morning', 'person'));
    rig.talk.turnReported(aTurn('t2', 'Good morning to you', 'assistant'));
    const turnId = TurnId.parse('t3');
    const spoken: UnansweredTurn = { turnId, identity: 'owner-1', audio: 'AAAA', text: null, startedAtMs: 1 };
    rig.talk.turnReported(aTurn('t3', 'What is in my folder', 'person'));
    rig.talk.committed(spoken);
    first.end({ expected: false, code: null, signal: 'SIGKILL' });
    const second = await rig.sitDown();
    expect(rig.launcher.launched).toHaveLength(2);
    expect(second.commands[0]).toMatchObject({
      assignment: {
        unanswered: spoken,
        history: [
          { role: 'user', text: 'Good morning' },
          { role: 'assistant', text: 'Good morning to you' },
        ],
      },
    });
  });

  it('[V13] goes on in another LiveKit with a new agent that knows it all, as no failure, and tells voice windows', async () => {
    const told: string[] = [];
    const caller: Caller = { connectionId: 'w', role: 'talk', room: defaultRoom, identity: 'guest-1' };
    rig.hub.listen('talk.moved', caller, ({ type }) => told.push(type));
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.participantsReported([{ identity: 'owner-1', name: 'You' }]);
    rig.talk.turnReported(aTurn('t1', 'Good morning', 'person'));
    rig.talk.send('What time is it?', speaker);
    rig.talk.moved();
    expect(rig.talk.view).toMatchObject({ agent: { state: 'starting' }, participants: [], problem: null });
    expect([first.ended, told]).toEqual([true, ['event']]);
    const second = await rig.sitDown();
    expect(second).not.toBe(first);
    expect(second.commands).toMatchObject([
      { type: 'join', assignment: { unanswered: { text: 'What time is it?' }, history: [{ text: 'Good morning' }] } },
    ]);
    expect(rig.talk.view).toMatchObject({ agent: { state: 'ready' }, problem: null });
  });

  it('[V15] gives the agent what was said before the host was started again, and keeps what is said since', async () => {
    rig = aTalk([aTurn('t1', 'My name is Ada', 'person'), aTurn('t2', 'Hello Ada', 'assistant')]);
    rig.talk.turnReported(aTurn('t3', 'I am back', 'person'));
    rig.talk.wake();
    const agent = await rig.sitDown();
    expect(agent.commands[0]).toMatchObject({
      assignment: { history: [{ text: 'My name is Ada' }, { text: 'Hello Ada' }, { text: 'I am back' }] },
    });
    expect(rig.talk.transcript.turns().map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
    expect(rig.kept.map(({ id }) => id)).toEqual(['t3']);
  });

  it('[V17] tells the agent of another profile at once, and lets it use only that profile’s servers', async () => {
    const profiles = { Tutor: { instructions: 'Teach.', servers: ['dictionary'] } };
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.set({ profiles });
    expect(agent.commands.map(({ type }) => type)).toEqual(['join']);
    rig.set({ profiles, talk: { profile: 'Tutor' } });
    expect(agent.commands.at(-1)).toMatchObject({
      type: 'setPersona',
      persona: { instructions: 'Teach.', servers: ['dictionary'] },
    });
    expect([rig.talk.mayUse('dictionary'), rig.talk.mayUse('files')]).toEqual([true, false]);
    agent.end({ expected: false, code: 1, signal: null });
    const next = await rig.sitDown();
    expect(next.commands[0]).toMatchObject({ assignment: { persona: { instructions: 'Teach.' } } });
  });

  it('[V4] follows a changed mode in the settings at once, and no other change undoes what a window chose', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.set({ talk: { mode: 'push-to-talk' } });
    expect(agent.commands.at(-1)).toEqual({ type: 'setMode', mode: 'push-to-talk' });
    expect(rig.talk.view.mode).toBe('push-to-talk');
    rig.talk.setMode('hands-free');
    rig.set({ talk: { mode: 'push-to-talk' }, assistant: { name: 'Robin' } });
    expect(rig.talk.view.mode).toBe('hands-free');
  });

  it('[V17] greets in a new talk, and in none that goes on', async () => {
    rig.set({ assistant: { greeting: 'Hello there.' } });
    rig.talk.wake();
    const first = await rig.sitDown();
    expect(first.commands[0]).toMatchObject({ assignment: { greeting: 'Hello there.' } });
    rig.talk.turnReported(aTurn('t1', 'Good morning', 'person'));
    first.end({ expected: false, code: 1, signal: null });
    const second = await rig.sitDown();
    expect(second.commands[0]).toMatchObject({ assignment: { greeting: '' } });
  });

  it('[V2] shows which brain answers from the word of the agent that sits, and of no other', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    expect(rig.talk.view.brain).toBe('realtime');
    const talks = { of: () => rig.talk } as unknown as Talks;
    const handlers = agentHandlers({ talks, pool: rig.pool, approvals: new Approvals(rig), redacted: (text) => text });
    const report = (connectionId: string): unknown =>
      handlers['agent.brainChanged'](
        { room: defaultRoom, brain: 'pipeline' },
        {
          caller: { connectionId, role: 'agent', room: defaultRoom, identity: null },
          signal: new AbortController().signal,
        },
      );
    report('somebody-else');
    expect(rig.talk.view.brain).toBe('realtime');
    report(rig.idOf(agent));
    expect(rig.talk.view.brain).toBe('pipeline');
  });

  it('ignores what a replaced process still says', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    const oldId = rig.idOf(first);
    first.end({ expected: false, code: 1, signal: null });
    await rig.sitDown();
    expect(rig.talk.seats(oldId)).toBe(false);
  });

  it('[F7] replaces a process whose heartbeat stops', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.pool.byId(rig.idOf(first))?.reportedHeartbeat();
    await rig.clock.advanceAsync(3_400);
    expect(first.ended).toBe(false);
    await rig.clock.advanceAsync(200);
    expect(first.ended).toBe(true);
    const second = await rig.sitDown();
    expect(rig.talk.view.agent).toEqual({ state: 'ready', pid: second.pid });
  });

  it('[F7] warms a replacement while a process is silent, and ends it when the silence was nothing', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.pool.byId(rig.idOf(first))?.reportedHeartbeat();
    await rig.clock.advanceAsync(2_000);
    expect(rig.launcher.launched).toHaveLength(2);
    rig.pool.byId(rig.idOf(first))?.reportedHeartbeat();
    expect({ first: first.ended, second: rig.launcher.latest.ended }).toEqual({ first: false, second: true });
  });

  it('says at once that a key is missing, and starts when there is one', async () => {
    rig.provider.problem = noKey;
    const asked = rig.talk.ask('Hello?', speaker, new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ code: 'provider/no-key' });
    rig.talk.wake();
    await rig.clock.advanceAsync(0);
    expect(rig.talk.view.problem).toEqual(noKey);
    rig.provider.problem = null;
    rig.talk.providerChanged();
    await rig.sitDown();
    expect(rig.talk.view.problem).toBeNull();
  });

  it('lets the agent go five minutes after the last person, before the room closes', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.talk.participantsReported([speaker]);
    await rig.beatFor(agent, 600_000);
    expect(agent.commands.map(({ type }) => type)).toEqual(['join']);
    rig.talk.participantsReported([]);
    await rig.beatFor(agent, 285_000);
    expect(agent.commands.map(({ type }) => type)).toEqual(['join']);
    await rig.beatFor(agent, 10_000);
    expect(agent.commands.map(({ type }) => type)).toEqual(['join', 'leave']);
    expect(rig.talk.view.agent.state).toBe('off');
  });

  it('[R5] lets the agent go from a closed room for good, and tells whoever waits for an answer', async () => {
    const asked = rig.talk.ask('Are you there?', speaker, new AbortController().signal);
    const failed = expect(asked).rejects.toMatchObject({ code: 'talk/no-answer' });
    const agent = await rig.sitDown();
    rig.talk.dismiss();
    await failed;
    agent.end({ expected: false, code: 72, signal: null });
    await rig.clock.advanceAsync(60_000);
    expect(agent.commands.map(({ type }) => type)).toEqual(['join', 'leave']);
    expect(rig.talk.view).toMatchObject({ agent: { state: 'off' }, problem: null });
  });

  it('tells whoever waits for an answer when agent after agent is lost', async () => {
    const asked = rig.talk.ask('Are you there?', speaker, new AbortController().signal);
    const failed = expect(asked).rejects.toMatchObject({ code: 'agent/crashed' });
    for (let round = 0; round < 5; round++) {
      await rig.clock.advanceAsync(3_000);
      rig.launcher.latest.end({ expected: false, code: 1, signal: null });
    }
    await failed;
  });
});
