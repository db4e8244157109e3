import { describe, expect, it } from 'vitest';
import { takeSentences } from '../../../src/agent/stages/sentences.ts';

describe('takeSentences', () => {
  it.each([
    ['nothing', '', [], ''],
    ['an unfinished sentence', 'It is half past', [], 'It is half past'],
    ['one that may go on', 'It costs 3.50 euros and 4.', [], 'It costs 3.50 euros and 4.'],
    ['a finished one', 'It is half past four. And', ['It is half past four. '], 'And'],
    ['a short one, together with the next', 'Yes. It is half past four. ', ['Yes. It is half past four. '], ''],
    ['a quoted end', 'She said “it is late.” Then', ['She said “it is late.” '], 'Then'],
    ['lines', 'First the parrot\nSecond', ['First the parrot\n'], 'Second'],
    ['another script', '今日はとてもいい天気ですね、本当に。はい', ['今日はとてもいい天気ですね、本当に。'], 'はい'],
  ])('%s', (_title, text, sentences, rest) => {
    expect(takeSentences(text)).toEqual({ sentences, rest });
  });

  it('loses and reorders nothing, also without any end, and keeps pieces short', () => {
    const text = `${'word '.repeat(500)}${'x'.repeat(900)}`;
    const { sentences, rest } = takeSentences(text);
    expect([...sentences, rest].join('')).toBe(text);
    expect(Math.max(...sentences.map((one) => one.length))).toBeLessThanOrEqual(400);
  });
});
