import { expect, it } from 'vitest';
import { toolDifferences } from '../../../src/renderer/approvals/tool-differences.ts';

const words = { title: null, description: 'Reads.', inputSchema: { type: 'object' }, annotations: {} };

it('[S20] tells the parts that differ, and of long ones the lines between the first and the last difference', () => {
  const schema = (names: string[]) => ({ properties: Object.fromEntries(names.map((name) => [name, {}])) });
  const changed = {
    before: { ...words, inputSchema: schema(['a', 'b', 'c', 'd', 'e']) },
    now: { ...words, inputSchema: schema(['a', 'b', 'evil', 'd', 'e']), description: 'Reads.\u200b' },
  };
  expect(toolDifferences(changed)).toEqual([
    { field: 'description', before: 'Reads.', now: String.raw`Reads.\u{200b}` },
    {
      field: 'inputSchema',
      before: ['…', '    "b": {},', '    "c": {},', '    "d": {},', '…'].join('\n'),
      now: ['…', '    "b": {},', '    "evil": {},', '    "d": {},', '…'].join('\n'),
    },
  ]);
});

it('shows added and removed words', () => {
  const changed = { before: words, now: { ...words, description: 'Reads.\nThen sends.', annotations: { a: 1 } } };
  expect(toolDifferences(changed)).toEqual([
    { field: 'description', before: 'Reads.', now: 'Reads.\nThen sends.' },
    { field: 'annotations', before: '{}', now: '{\n  "a": 1\n}' },
  ]);
});

it('shows the whole tool where nothing is known of before', () => {
  expect(toolDifferences({ before: null, now: words }).map(({ field, before }) => [field, before])).toEqual([
    ['title', null],
    ['description', null],
    ['inputSchema', null],
    ['annotations', null],
  ]);
});
