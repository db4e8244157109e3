import { expect, it } from 'vitest';
import { LastWords } from '../../../src/adapters/mcp-client/last-words.ts';

const saidOf = (...lines: string[]): string | null => {
  const words = new LastWords();
  for (const line of lines) words.hear(line);
  return words.said;
};

it('keeps the last line that names an error, else the last one', () => {
  expect(saidOf('starting', 'TypeError: no such thing', '    at main (x.js:1:1)', 'bye')).toBe(
    'TypeError: no such thing',
  );
  expect(saidOf('error while reading: gone', 'fatal: not a folder', 'bye')).toBe('fatal: not a folder');
  expect(saidOf('an error without more', 'bye')).toBe('bye');
});

it('[S29] F26 lines made to be slow to judge take no time', () => {
  const line = ' error'.repeat(1_360);
  const startedAtMs = performance.now();
  saidOf(...Array.from({ length: 200 }, () => line));
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});
