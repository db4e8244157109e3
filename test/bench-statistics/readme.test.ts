import { describe, expect, it } from 'vitest';
import { toSection, withTable } from '../bench/readme.ts';
import type { StoredResult } from '../bench/readme.ts';

const result = (id: string, ours: number, passed: boolean): StoredResult => ({
  takenAt: '2026-11-21T03:22:22.719Z',
  machine: {
    platform: 'linux',
    processor: 'A processor',
    cores: 2,
    memoryGiB: 24,
    loadBefore: 0.1,
    commit: 'abc',
    versions: { node: '24.9.0', 'livekit-server': '1.13.4', '@livekit/agents': '1.9.0' },
  },
  id,
  rows: [
    {
      id,
      what: 'a | b',
      unit: 'ms',
      ours,
      peerName: 'peer',
      peer: 200,
      ratio: { value: ours / 200, low: 0.4, high: 0.6 },
      gate: '≤ 0.7',
      passed,
      rounds: 3,
    },
  ],
  samples: [],
  notes: [],
});

describe('the table of the README', () => {
  it('has a row for each figure in the order of the gates, and says where one was not met and what it was taken on', () => {
    expect(toSection([result('P12', 9.5, false), result('P1', 100, true)]).split('\n')).toEqual([
      '| id | time our app adds | ours | peer | ratio [95 %] | gate | met |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| P1 | a \\| b | 100 ms | 200 ms (peer) | 0.50 [0.40, 0.60] | ≤ 0.7 | yes |',
      '| P12 | a \\| b | 9.50 ms | 200 ms (peer) | 0.05 [0.40, 0.60] | ≤ 0.7 | **no** |',
      '',
      '- 2026-11-21, A processor, 2 cores, 24 GiB, node 24.9.0, livekit-server 1.13.4, @livekit/agents 1.9.0, commit abc',
    ]);
  });

  it('takes its place between the markers and leaves the rest alone', () => {
    const marked = 'before\n<!-- bench: made by `npm run bench -- --table` -->\nold\n<!-- /bench -->\nafter\n';
    const made = withTable(marked, 'new');
    expect(made).toBe('before\n<!-- bench: made by `npm run bench -- --table` -->\n\nnew\n\n<!-- /bench -->\nafter\n');
    expect(withTable(made, 'new')).toBe(made);
    expect(() => withTable('no markers', 'new')).toThrow('README.md needs');
  });
});
