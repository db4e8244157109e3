import { expect, it } from 'vitest';
import { spokenText } from '../../../src/agent/answers/spoken-text.ts';

const text = 'one two three four';

it.each([
  [0, ''],
  [100, ''],
  [250, 'one'],
  [500, 'one two'],
  [999, 'one two three'],
  [1000, text],
  [1500, text],
])('[V5] after %i of 1000 ms of audio "%s" was heard', (playedMs, heard) => {
  expect(spokenText(text, playedMs, 1000)).toBe(heard);
});

it('nothing was heard of a text without audio', () => {
  expect(spokenText(text, 0, 0)).toBe('');
});
