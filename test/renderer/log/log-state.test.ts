import { describe, expect, it } from 'vitest';
import { emptyLog, nextBeforeMs, pageSize, reduceLog } from '../../../src/renderer/log/log-state.ts';
import { toBar, toOutcome } from '../../../src/renderer/log/outcome.ts';
import { aRecord } from '../things.ts';
import type { LogEvent, LogState } from '../../../src/renderer/log/log-state.ts';

const after = (events: readonly LogEvent[], start: LogState = emptyLog): LogState => events.reduce(reduceLog, start);
const ids = (state: LogState): string[] => state.records.map(({ id }) => id);
const page = (from: number): ReturnType<typeof aRecord>[] =>
  Array.from({ length: pageSize }, (_, index) => aRecord(from + index));

describe('[M16] the log in a window', () => {
  it('puts a call that just ended on top, once', () => {
    const loaded = after([
      { type: 'asked', search: '' },
      { type: 'answered', generation: 1, records: [aRecord(2)], older: false },
      { type: 'added', record: aRecord(1) },
      { type: 'added', record: aRecord(1) },
    ]);
    expect(ids(loaded)).toEqual(['call-1', 'call-2']);
  });

  it('ignores the answer to an older question', () => {
    const state = after([
      { type: 'asked', search: 'a' },
      { type: 'asked', search: 'ab' },
      { type: 'answered', generation: 1, records: [aRecord(1)], older: false },
    ]);
    expect([ids(state), state.loading]).toEqual([[], true]);
  });

  it('pages on from the oldest record, without losing others of the same moment and without repeating any', () => {
    const first = after([
      { type: 'asked', search: '' },
      { type: 'answered', generation: 1, records: page(1), older: false },
    ]);
    expect(nextBeforeMs(first)).toBe(aRecord(pageSize).startedAtMs + 1);
    const second = after(
      [{ type: 'moreAsked' }, { type: 'answered', generation: 1, records: page(pageSize), older: true }],
      first,
    );
    expect(second.records).toHaveLength(2 * pageSize - 1);
    expect(second.complete).toBe(false);
  });

  it('stops paging at the end', () => {
    const state = after([
      { type: 'asked', search: '' },
      { type: 'answered', generation: 1, records: [aRecord(1)], older: false },
    ]);
    expect([state.complete, nextBeforeMs(state)]).toEqual([true, null]);
  });

  it('keeps what it shows when a page fails', () => {
    const error = { code: 'history/unavailable', message: 'The disk is full.' } as const;
    const state = after([
      { type: 'asked', search: '' },
      { type: 'answered', generation: 1, records: page(1), older: false },
      { type: 'moreAsked' },
      { type: 'failed', generation: 1, error },
    ]);
    expect([state.records.length, state.error]).toEqual([pageSize, error]);
  });
});

describe('a call’s outcome', () => {
  it('tells a tool’s own error from a failure and from a no', () => {
    const words = [
      aRecord(1),
      aRecord(1, { result: { content: [], isError: true } }),
      aRecord(1, { error: 'It timed out.', result: null }),
      aRecord(1, { approval: 'denied', error: 'no', result: null }),
      aRecord(1, { approval: 'expired', error: 'no', result: null }),
    ].map((record) => toOutcome(record).word);
    expect(words).toEqual(['done', 'toolError', 'failed', 'denied', 'expired']);
  });

  it('has a bar that grows by tenfold steps', () => {
    expect(toBar(1)).toBe(0.04);
    expect(toBar(30_000)).toBe(1);
    expect(toBar(1_000)).toBeCloseTo(0.575, 2);
  });
});
