import { describe, expect, it } from 'vitest';
import { WithheldQuestions } from '../../../src/agent/answers/withheld-questions.ts';
import type { TurnId } from '../../../src/contract/index.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

function questions() {
  const clock = new FakeClock();
  const log: string[] = [];
  let count = 0;
  const withheld = new WithheldQuestions(clock, {
    onCountChanged: (change) => (count += change),
    onDropped: (turnId) => log.push(`dropped ${turnId}`),
    onLate: (waitsFor) => log.push(`no ${waitsFor}`),
  });
  const withhold = (id: string, waitsFor: 'words' | 'stillness'): void =>
    withheld.withhold(id as TurnId, waitsFor, () => log.push(`asked ${id}`));
  return { clock, log, withheld, withhold, count: () => count };
}

describe('[V5] questions that are kept back', () => {
  it('are asked in their order, once, when nothing is to come any more', () => {
    const { clock, log, withheld, withhold, count } = questions();
    withhold('one', 'stillness');
    withhold('two', 'words');
    withhold('three', 'stillness');
    expect([log, count()]).toEqual([[], 3]);
    withheld.releaseAll('ask', 'stillness');
    withheld.releaseAll('ask', 'stillness');
    expect([log, count()]).toEqual([['asked one', 'asked three'], 1]);
    clock.advance(1000);
    expect(log).toHaveLength(2);
  });

  it('are dropped where the person says stop', () => {
    const { clock, log, withheld, withhold, count } = questions();
    withhold('one', 'stillness');
    withheld.releaseAll('drop');
    clock.advance(10_000);
    expect([log, count()]).toEqual([['dropped one'], 0]);
  });

  it.each([
    ['words', 2500],
    ['stillness', 800],
  ] as const)('are asked all the same where the %s take too long', (waitsFor, afterMs) => {
    const { clock, log, withhold } = questions();
    withhold('one', waitsFor);
    clock.advance(afterMs - 1);
    expect(log).toEqual([]);
    clock.advance(1);
    expect(log).toEqual([`no ${waitsFor}`, 'asked one']);
  });

  it('may be kept back again when they are asked', () => {
    const { log, withheld, withhold, count } = questions();
    withheld.withhold('one' as TurnId, 'words', () => withhold('one', 'stillness'));
    withheld.release('one' as TurnId, 'ask');
    expect([log, count()]).toEqual([[], 1]);
    withheld.heard('one' as TurnId, 'ask');
    expect([log, count()]).toEqual([[], 1]);
    withheld.releaseAll('ask', 'stillness');
    expect([log, count()]).toEqual([['asked one'], 0]);
  });

  it('are dropped also while they wait for stillness, where their words are no question', () => {
    const { log, withheld, withhold } = questions();
    withhold('one', 'stillness');
    withheld.heard('one' as TurnId, 'drop');
    expect(log).toEqual(['dropped one']);
  });
});
