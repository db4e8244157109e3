import { expect, it } from 'vitest';
import { writingDirection } from '../../../src/renderer/text/writing-direction.ts';

it.each([
  ['Two lemons, please.', 'ltr'],
  ['', 'ltr'],
  ['… 12 %', 'ltr'],
  ['Два лимона', 'ltr'],
  ['«ليمونتان» please', 'rtl'],
  ['12 שני לימונים', 'rtl'],
  ['Notes: ليمونتان', 'ltr'],
])('“%s” is written %s, by its first letter', (text, direction) => {
  expect(writingDirection(text)).toBe(direction);
});
