/**
 * What an agent is asked that takes the place of another one: every turn that no answer came to, in order, each once.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { TurnId } from '../../../src/contract/index.ts';
import type { AgentCommand, UnansweredTurn } from '../../../src/contract/index.ts';
import { aTalk, aTurn } from './rig.ts';

const speaker = { identity: 'owner-1', name: 'You' };
const crash = { expected: false, code: null, signal: 'SIGKILL' };

const spoken = (id: string): UnansweredTurn => ({
  turnId: TurnId.parse(id),
  identity: 'owner-1',
  audio: 'AAAA',
  text: null,
  startedAtMs: 1,
});

/** The turns that these commands ask, in order. */
const askedIn = (commands: readonly AgentCommand[]): string[] =>
  commands.flatMap((command) => {
    if (command.type === 'join') return command.assignment.unanswered?.turnId ?? [];
    if (command.type === 'typedTurn') return command.turnId;
    return command.type === 'unansweredTurn' ? command.turn.turnId : [];
  });

describe('turns that no answer came to', () => {
  let rig: ReturnType<typeof aTalk>;
  beforeEach(() => {
    rig = aTalk();
  });

  it('[F5] are all asked of the agent that replaces a killed one, spoken and typed, in order and each once', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.committed(spoken('s1'));
    const typed = rig.talk.send('And what time is it?', speaker);
    rig.talk.committed(spoken('s2'));
    rig.talk.committed(spoken('s3'));
    first.end(crash);
    const second = await rig.sitDown();
    expect(second.commands).toMatchObject([
      { type: 'join', assignment: { unanswered: spoken('s1') } },
      { type: 'unansweredTurn', turn: { turnId: typed, audio: null, text: 'And what time is it?' } },
      { type: 'unansweredTurn', turn: spoken('s2') },
      { type: 'unansweredTurn', turn: spoken('s3') },
    ]);
  });

  it('[F5] are not given back to the agent that heard them while it came in', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.committed(spoken('s1'));
    first.end(crash);
    const second = await rig.orderIn();
    rig.talk.committed(spoken('s2'));
    const typed = rig.talk.send('And what time is it?', speaker);
    rig.talk.joined(rig.idOf(second), 'realtime');
    expect(askedIn(second.commands)).toEqual(['s1', typed]);
  });

  it('[F5] are asked of one agent after the other until they are answered', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    for (const id of ['s1', 's2', 's3']) rig.talk.committed(spoken(id));
    first.end(crash);
    const second = await rig.orderIn();
    rig.talk.committed(spoken('s4'));
    rig.talk.joined(rig.idOf(second), 'realtime');
    rig.talk.answered(TurnId.parse('s1'), 'Noon.');
    second.end(crash);
    const third = await rig.sitDown();
    expect([askedIn(second.commands), askedIn(third.commands)]).toEqual([
      ['s1', 's2', 's3'],
      ['s2', 's3', 's4'],
    ]);
  });

  it('[F5] are no part of what the new agent is told was said before', async () => {
    rig.talk.wake();
    const first = await rig.sitDown();
    rig.talk.turnReported(aTurn('t1', 'Good morning', 'person'));
    rig.talk.turnReported(aTurn('t2', 'Good morning to you', 'assistant'));
    for (const id of ['s1', 's2']) {
      rig.talk.committed(spoken(id));
      rig.talk.turnReported(aTurn(id, `These are the words of ${id}`, 'person'));
    }
    rig.talk.send('And what time is it?', speaker);
    first.end(crash);
    const second = await rig.sitDown();
    expect(second.commands[0]).toMatchObject({
      assignment: { history: [{ text: 'Good morning' }, { text: 'Good morning to you' }] },
    });
  });
});
