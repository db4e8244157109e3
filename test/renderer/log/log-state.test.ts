import { describe, expect, it } from 'vitest';
import { callOutcome } from '../../../src/contract/index.ts';
import {
  emptyLog,
  missingPages,
  pageSize,
  recordAt,
  reduceLog,
  rowCount,
  wantedPages,
} from '../../../src/renderer/log/log-state.ts';
import { toBar } from '../../../src/renderer/log/outcome.ts';
import { aRecord } from '../things.ts';
import type { CallId } from '../../../src/contract/index.ts';
import type { LogEvent, LogState } from '../../../src/renderer/log/log-state.ts';

const after = (events: readonly LogEvent[], start: LogState = emptyLog): LogState => events.reduce(reduceLog, start);
const page = (number: number): ReturnType<typeof aRecord>[] =>
  Array.from({ length: pageSize }, (_, index) => aRecord(number * pageSize + index + 1));
const latest = 'call-1' as CallId;
const counted: LogEvent = { type: 'counted', generation: 1, total: 100_000, latest, first: [] };
const loaded = after([
  { type: 'asked', filter: {} },
  counted,
  { type: 'pageAnswered', generation: 1, page: 0, records: page(0) },
]);
const idsOf = (state: LogState, ...rows: number[]): (string | null)[] =>
  rows.map((row) => recordAt(state, row)?.id ?? null);

describe('[M16] the log in a window', () => {
  it('is as long as there are calls, and loads only the pages in sight', () => {
    expect(rowCount(loaded)).toBe(100_000);
    expect([missingPages(loaded, 0, 30), missingPages(loaded, 49_990, 50_010)]).toEqual([[], [499, 500]]);
    const far = after(
      [
        { type: 'pageAsked', page: 499 },
        { type: 'pageAnswered', generation: 1, page: 500, records: page(500) },
      ],
      loaded,
    );
    expect(missingPages(far, 49_990, 50_010)).toEqual([]);
    expect(idsOf(far, 0, 49_999, 50_000, 99_999)).toEqual([null, null, 'call-50001', null]);
    expect(missingPages(loaded, 99_990, 99_999)).toEqual([999]);
  });

  it('opens with its first page at once, and has the pages beside those in sight ready', () => {
    const opened = after([
      { type: 'asked', filter: {} },
      { ...counted, first: page(0) },
    ]);
    expect(idsOf(opened, 0, 99, 100)).toEqual(['call-1', 'call-100', null]);
    expect([wantedPages(opened, 0, 30), wantedPages(opened, 90, 120)]).toEqual([[1, 2], [1]]);
    const asked = after([{ type: 'pageAsked', page: 1 }], opened);
    expect([wantedPages(asked, 0, 30), wantedPages(asked, 90, 120)]).toEqual([[2], []]);
  });

  it('puts a call that just ended on top, once, and every other keeps its page', () => {
    const added: LogEvent = { type: 'added', record: aRecord(0) };
    const state = after([added, added], loaded);
    expect(idsOf(state, 0, 1, 100, 101)).toEqual(['call-0', 'call-1', 'call-100', null]);
    expect(missingPages(state, 0, 100)).toEqual([]);
    expect(missingPages(state, 0, 101)).toEqual([1]);
  });

  it('loses no call that ends while the log is being counted, and shows none twice', () => {
    const [first, second] = [aRecord(-1), aRecord(-2)];
    const asked: LogEvent[] = [
      { type: 'asked', filter: {} },
      { type: 'added', record: first },
      { type: 'added', record: second },
    ];
    expect(after([...asked, counted]).fresh).toEqual([second, first]);
    expect(after([...asked, { ...counted, latest: first.id }]).fresh).toEqual([second]);
    expect(after([...asked, { ...counted, latest: second.id }]).fresh).toEqual([]);
  });

  it('takes in only what fits its filter, and leaves words to the host', () => {
    const filter = { server: 'weather', outcome: 'failed' } as const;
    const state = after([{ type: 'asked', filter }, counted]);
    const others = [aRecord(-1), aRecord(-2, { server: 'weather' }), aRecord(-3, { error: 'gone' })];
    const fitting = aRecord(-4, { server: 'weather', error: 'gone' });
    const added = after(
      [...others, fitting].map((record): LogEvent => ({ type: 'added', record })),
      state,
    );
    expect(added.fresh).toEqual([fitting]);
    const searched = after([
      { type: 'asked', filter: { search: 'x' } },
      counted,
      { type: 'added', record: aRecord(-1) },
    ]);
    expect([searched.fresh, searched.outdated]).toEqual([[], true]);
  });

  it('ignores the answer to an older question', () => {
    const state = after([
      { type: 'asked', filter: { search: 'a' } },
      { type: 'asked', filter: { search: 'ab' } },
      counted,
    ]);
    expect([rowCount(state), state.loaded]).toEqual([0, false]);
  });

  it('keeps what it shows when a page fails, and may ask for that page again', () => {
    const error = { code: 'history/unavailable', message: 'The disk is full.' } as const;
    const state = after(
      [
        { type: 'pageAsked', page: 1 },
        { type: 'failed', generation: 1, page: 1, error },
      ],
      loaded,
    );
    expect([idsOf(state, 0), state.error, missingPages(state, 100, 100)]).toEqual([['call-1'], error, [1]]);
  });

  it('holds a bounded number of pages, however far one scrolls', () => {
    const all = Array.from({ length: 1_000 }, (_, number): LogEvent => ({
      type: 'pageAnswered',
      generation: 1,
      page: number,
      records: [],
    }));
    expect(after(all, loaded).pages.size).toBeLessThan(30);
  });
});

describe('a call’s outcome', () => {
  it('tells a tool’s own error from a failure and from a no', () => {
    const words = [
      aRecord(1),
      aRecord(1, { result: { content: [], isError: true }, error: 'no such file' }),
      aRecord(1, { error: 'It timed out.', result: null }),
      aRecord(1, { approval: 'denied', error: 'no', result: null }),
      aRecord(1, { approval: 'expired', error: 'no', result: null }),
    ].map((record) => callOutcome(record));
    expect(words).toEqual(['done', 'toolError', 'failed', 'denied', 'expired']);
  });

  it('has a bar that grows by tenfold steps', () => {
    expect(toBar(1)).toBe(0.04);
    expect(toBar(30_000)).toBe(1);
    expect(toBar(1_000)).toBeCloseTo(0.575, 2);
  });
});
