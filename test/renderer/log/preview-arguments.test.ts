import { describe, expect, it } from 'vitest';
import { previewArguments } from '../../../src/renderer/log/preview-arguments.ts';

describe('[M16] the arguments in a row of the log', () => {
  it('are their values in one line, whatever is in them', () => {
    expect(previewArguments({ path: '/tmp/a.md', content: '- bread\n- olives', lines: 2, deep: { a: [1] } })).toBe(
      '/tmp/a.md - bread - olives 2 {"a":[1]}',
    );
    expect([previewArguments({}), previewArguments(null), previewArguments('x')]).toEqual(['', '', '']);
  });

  it('[S1] are short, and hide nothing', () => {
    expect(previewArguments({ text: 'x'.repeat(100_000) }).length).toBeLessThan(200);
    expect(previewArguments({ text: 'a\u202eb' })).toBe(String.raw`a\u{202e}b`);
  });
});
