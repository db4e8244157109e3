import { describe, expect, it } from 'vitest';
import type { TurnId } from '../../src/contract/index.ts';
import { TalkMemory } from '../../src/agent/talk-memory.ts';
import type { ToolCallOfTurn } from '../../src/agent/tools.ts';

const id = (text: string): TurnId => text as TurnId;
const call: ToolCallOfTurn = { type: 'toolCall', name: 'echo', arguments: '{}', result: 'done', isError: false };

describe('[V2] what a talk remembers for the brain that comes next', () => {
  it('is what was there before, then every answered turn with its calls, in the order of the turns', () => {
    const memory = new TalkMemory([{ type: 'message', role: 'user', text: 'before' }]);
    memory.said(id('one'), 'first');
    memory.said(id('two'), 'second');
    memory.called(id('one'), call);
    memory.answered(id('two'), 'of second');
    memory.answered(id('one'), 'of first');
    expect(memory.history()).toEqual([
      { type: 'message', role: 'user', text: 'before' },
      { type: 'message', role: 'user', text: 'first' },
      call,
      { type: 'message', role: 'assistant', text: 'of first' },
      { type: 'message', role: 'user', text: 'second' },
      { type: 'message', role: 'assistant', text: 'of second' },
    ]);
  });

  it('is half as much where a model takes in no more, beginning with what a person said, until there is none', () => {
    const memory = new TalkMemory([]);
    for (const [index, name] of ['one', 'two', 'three', 'four'].entries()) {
      memory.said(id(name), name);
      if (index === 1) memory.called(id(name), call);
      memory.answered(id(name), `of ${name}`);
    }
    const said = (): string[] => memory.history().flatMap((item) => (item.type === 'message' ? [item.text] : ['call']));
    expect(said()).toEqual(['one', 'of one', 'two', 'call', 'of two', 'three', 'of three', 'four', 'of four']);
    const shortened: unknown[] = [];
    while (memory.shorten(id('five'))) shortened.push(said());
    expect(shortened).toEqual([['three', 'of three', 'four', 'of four'], ['four', 'of four'], []]);
    memory.said(id('five'), 'five');
    memory.answered(id('five'), 'of five');
    expect(said()).toEqual(['five', 'of five']);
    expect(memory.shorten(id('six'))).toBe(true);
    expect(said()).toEqual([]);
    memory.gaveUp(id('six'));
    expect(said()).toEqual(['five', 'of five']);
  });

  it('keeps what a turn did that was given up, and shortens nothing for one whose own results may be too long', () => {
    const memory = new TalkMemory([{ type: 'message', role: 'user', text: 'before' }]);
    memory.said(id('one'), 'send it');
    memory.called(id('one'), call);
    expect(memory.shorten(id('one'))).toBe(false);
    memory.gaveUp(id('one'));
    memory.said(id('two'), 'refused');
    memory.gaveUp(id('two'));
    expect(memory.history().slice(1)).toEqual([{ type: 'message', role: 'user', text: 'send it' }, call]);
  });

  it('leaves out a turn without an answer, which is asked again with its calls', () => {
    const memory = new TalkMemory([]);
    memory.said(id('one'), 'first');
    memory.called(id('one'), call);
    expect(memory.history()).toEqual([]);
    memory.asksAgain(id('one'));
    memory.called(id('one'), call);
    memory.answered(id('one'), '');
    expect(memory.history()).toEqual([{ type: 'message', role: 'user', text: 'first' }, call]);
  });
});
