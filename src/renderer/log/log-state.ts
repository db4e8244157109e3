/**
 * The log as a window has loaded it: pages from the newest on, and what is added while it is open. Pure.
 *
 * Always: newest first, every record once; an answer to an older question is ignored.
 */
import type { CallRecord, WireError } from '../../contract/index.ts';

export interface LogState {
  readonly records: readonly CallRecord[];
  readonly search: string;
  /** Counts questions from the top; answers carry it. */
  readonly generation: number;
  readonly loading: boolean;
  /** Nothing older is left. */
  readonly complete: boolean;
  readonly loaded: boolean;
  readonly error: WireError | null;
}

export type LogEvent =
  | { readonly type: 'asked'; readonly search: string }
  | { readonly type: 'moreAsked' }
  | {
      readonly type: 'answered';
      readonly generation: number;
      readonly records: readonly CallRecord[];
      readonly older: boolean;
    }
  | { readonly type: 'failed'; readonly generation: number; readonly error: WireError }
  | { readonly type: 'added'; readonly record: CallRecord };

export const pageSize = 200;

export const emptyLog: LogState = {
  records: [],
  search: '',
  generation: 0,
  loading: false,
  complete: false,
  loaded: false,
  error: null,
};

export function reduceLog(state: LogState, event: LogEvent): LogState {
  switch (event.type) {
    case 'asked':
      return { ...state, search: event.search, generation: state.generation + 1, loading: true, error: null };
    case 'moreAsked':
      return { ...state, loading: true };
    case 'answered': {
      if (event.generation !== state.generation) return state;
      const known = event.older ? new Set(state.records.map(({ id }) => id)) : null;
      const fresh = known ? event.records.filter(({ id }) => !known.has(id)) : event.records;
      return {
        ...state,
        records: event.older ? [...state.records, ...fresh] : fresh,
        loading: false,
        loaded: true,
        error: null,
        complete: event.records.length < pageSize || (event.older && fresh.length === 0),
      };
    }
    case 'failed':
      return event.generation === state.generation
        ? { ...state, loading: false, loaded: true, error: event.error }
        : state;
    case 'added':
      if (!state.loaded || state.search !== '' || state.records.some(({ id }) => id === event.record.id)) return state;
      return { ...state, records: [event.record, ...state.records] };
  }
}

/** Where the next page begins: just after the oldest record's moment, so that its equals are not lost. */
export function nextBeforeMs(state: LogState): number | null {
  const oldest = state.records.at(-1);
  return state.complete || state.loading || !oldest ? null : oldest.startedAtMs + 1;
}
