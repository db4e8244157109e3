/**
 * The line of turns that wait for an answer.
 */
import { describe, expect, it } from 'vitest';
import type { TurnId, UnansweredTurn } from '../../src/contract/index.ts';
import { OpenTurns } from '../../src/agent/open-turns.ts';

const turn = (id: string, startedAtMs: number): UnansweredTurn => ({
  turnId: id as TurnId,
  identity: 'owner-1',
  audio: null,
  text: id,
  startedAtMs,
});

const one = turn('one', 1);
const two = turn('two', 2);
const three = turn('three', 3);

function aLine(...turns: readonly UnansweredTurn[]): OpenTurns {
  const open = new OpenTurns();
  for (const each of turns) open.keep(each);
  return open;
}

describe('OpenTurns', () => {
  it('[F5] has the oldest next, also where it became known last', () => {
    const open = aLine(one, three, two);
    const asked: (UnansweredTurn | null)[] = [];
    for (let next = open.next(); next; next = open.next()) {
      asked.push(next);
      open.askOnce(next.turnId);
      open.answered(next.turnId);
    }
    expect(asked).toEqual([one, two, three]);
  });

  it('[F5] has none next while one is being answered', () => {
    const open = aLine(one, two);
    expect([open.askOnce(one.turnId), open.askOnce(one.turnId), open.next()]).toEqual([true, false, null]);
    open.answered(one.turnId);
    expect(open.next()).toEqual(two);
  });

  it('[V2] begins anew with the oldest when another brain answers', () => {
    const open = aLine(one, two);
    open.askOnce(one.turnId);
    open.brainChanged();
    expect(open.next()).toEqual(one);
  });

  it('knows whether others are in line before a turn that is said now', () => {
    const open = aLine(one);
    expect(open.hasOthersInLine(two.turnId)).toBe(true);
    open.askOnce(one.turnId);
    expect(open.hasOthersInLine(two.turnId)).toBe(false);
  });

  it('[F13] gives up the turn that is named, or the one that was asked last, and only one that waits for an answer', () => {
    const open = aLine(one, two, three);
    open.askOnce(one.turnId);
    open.askOnce(two.turnId);
    open.answered(one.turnId);
    expect(open.giveUp(one.turnId)).toBeNull();
    expect(open.giveUp(null)).toBe(two.turnId);
    expect(open.giveUp(null)).toBeNull();
    open.brainChanged();
    expect(open.next()).toEqual(three);
  });
});
