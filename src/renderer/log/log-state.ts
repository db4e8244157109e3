/**
 * The log as a window sees it: a list as long as there are calls, of which only the parts in sight are loaded. Pure.
 *
 * Path: use-log.ts (driver) -> here.
 * Always: newest first; rows below `fresh` keep their number, because the log is read as it was when `anchor` was the
 * last call in it; an answer to an older question is ignored.
 */
import { callOutcome } from '../../contract/index.ts';
import type { CallId, CallRecord, LogFilter, WireError } from '../../contract/index.ts';

export interface LogState {
  readonly filter: LogFilter;
  /** Counts questions from the top; answers carry it. */
  readonly generation: number;
  /** Calls that ended since, newest first. */
  readonly fresh: readonly CallRecord[];
  readonly anchor: CallId | null;
  /** Calls that had entered the log when `anchor` had, itself included. */
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly CallRecord[]>;
  readonly asked: ReadonlySet<number>;
  /** Calls that ended while a question from the top is open, newest first; null while none is. */
  readonly waiting: readonly CallRecord[] | null;
  readonly loaded: boolean;
  /** Calls ended that may belong here; only a new question can tell. */
  readonly outdated: boolean;
  readonly error: WireError | null;
}

export type LogEvent =
  | { readonly type: 'asked'; readonly filter: LogFilter }
  | {
      readonly type: 'counted';
      readonly generation: number;
      readonly total: number;
      readonly latest: CallId | null;
      /** The first page of them. */
      readonly first: readonly CallRecord[];
    }
  | { readonly type: 'pageAsked'; readonly page: number }
  | {
      readonly type: 'pageAnswered';
      readonly generation: number;
      readonly page: number;
      readonly records: readonly CallRecord[];
    }
  | { readonly type: 'failed'; readonly generation: number; readonly page: number | null; readonly error: WireError }
  | { readonly type: 'added'; readonly record: CallRecord };

export const pageSize = 100;

/** So far beyond what is in sight a hand at the wheel finds its rows already there. */
const pagesAhead = 2;

/** Pages further from the one in sight are let go. */
const keptPages = 10;

export const emptyLog: LogState = {
  filter: {},
  generation: 0,
  fresh: [],
  anchor: null,
  total: 0,
  pages: new Map(),
  asked: new Set(),
  waiting: null,
  loaded: false,
  outdated: false,
  error: null,
};

export function reduceLog(state: LogState, event: LogEvent): LogState {
  switch (event.type) {
    case 'asked':
      return {
        ...state,
        filter: event.filter,
        generation: state.generation + 1,
        error: null,
        outdated: false,
        waiting: [],
      };
    case 'counted':
      if (event.generation !== state.generation) return state;
      return {
        ...emptyLog,
        filter: state.filter,
        generation: state.generation,
        anchor: event.latest,
        total: event.latest === null ? 0 : event.total,
        pages: new Map(event.first.length > 0 ? [[0, event.first]] : []),
        fresh: since(event.latest, state.waiting ?? []),
        loaded: true,
      };
    case 'pageAsked':
      return { ...state, asked: new Set([...state.asked, event.page]) };
    case 'pageAnswered':
      return event.generation === state.generation ? withPage(state, event.page, event.records) : state;
    case 'failed':
      if (event.generation !== state.generation) return state;
      return { ...state, asked: withoutPage(state.asked, event.page), waiting: null, loaded: true, error: event.error };
    case 'added':
      return withAdded(state, event.record);
  }
}

/** How many rows there are. */
export function rowCount(state: LogState): number {
  return state.fresh.length + state.total;
}

/** The call in a row; null while it is not loaded. */
export function recordAt(state: LogState, row: number): CallRecord | null {
  const fresh = state.fresh[row];
  if (fresh) return fresh;
  const index = row - state.fresh.length;
  return state.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
}

/** The pages to ask for now: those of the rows in sight, and once they are there those beside them. */
export function wantedPages(state: LogState, firstRow: number, lastRow: number): number[] {
  const inSight = missingPages(state, firstRow, lastRow);
  const isThere = inSight.length === 0 && recordAt(state, firstRow) !== null && recordAt(state, lastRow) !== null;
  return isThere ? missingPages(state, firstRow - pagesAhead * pageSize, lastRow + pagesAhead * pageSize) : inSight;
}

/** The pages that these rows need and nobody asked for yet. */
export function missingPages(state: LogState, firstRow: number, lastRow: number): number[] {
  if (!state.anchor || lastRow < state.fresh.length) return [];
  const first = Math.floor(Math.max(0, firstRow - state.fresh.length) / pageSize);
  const last = Math.floor(Math.min(state.total - 1, lastRow - state.fresh.length) / pageSize);
  const needed = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return needed.filter((page) => !state.pages.has(page) && !state.asked.has(page));
}

/** Every call that is loaded. */
export function loadedRecords(state: LogState): CallRecord[] {
  return [...state.fresh, ...[...state.pages.values()].flat()];
}

function withPage(state: LogState, page: number, records: readonly CallRecord[]): LogState {
  const near = [...state.pages].filter(([other]) => Math.abs(other - page) <= keptPages);
  return {
    ...state,
    pages: new Map([...near, [page, records]]),
    asked: withoutPage(state.asked, page),
    error: null,
  };
}

function withAdded(state: LogState, record: CallRecord): LogState {
  const { filter, waiting, fresh, anchor } = state;
  if (!fits(filter, record)) return state;
  if (filter.search !== undefined) return { ...state, outdated: true };
  if (waiting !== null) return { ...state, waiting: [record, ...waiting] };
  const isKnown = record.id === anchor || fresh.some(({ id }) => id === record.id);
  return isKnown || !state.loaded ? state : { ...state, fresh: [record, ...fresh] };
}

/** Those that entered after `latest`; all of them where it is not among them. */
function since(latest: CallId | null, waiting: readonly CallRecord[]): readonly CallRecord[] {
  const at = waiting.findIndex(({ id }) => id === latest);
  return at < 0 ? waiting : waiting.slice(0, at);
}

/** As far as a window can tell: words are looked up by the host. */
function fits(filter: LogFilter, record: CallRecord): boolean {
  const { server, outcome, sinceMs = 0, beforeMs = Infinity } = filter;
  if (server !== undefined && record.server !== server) return false;
  if (outcome !== undefined && callOutcome(record) !== outcome) return false;
  return record.startedAtMs >= sinceMs && record.startedAtMs < beforeMs;
}

function withoutPage(asked: ReadonlySet<number>, page: number | null): ReadonlySet<number> {
  return new Set([...asked].filter((other) => other !== page));
}
