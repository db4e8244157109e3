/**
 * What a search over the call log looks at, and how: for the index of the stored calls and for calls as they come.
 *
 * Always: the index (unicode61 without diacritics) and `callHasWords` agree; a word is letters and digits, in any case.
 */
import type { CallRecord } from './tools.ts';

/** Of one field, what is searched; the record itself is kept whole. */
const searchedCharacters = 50_000;

/** The fields that are searched, as text. */
export type SearchedField = 'server' | 'device' | 'tool' | 'arguments' | 'result' | 'error';

export const toSearchedTexts = (record: CallRecord): Readonly<Record<SearchedField, string>> => ({
  server: record.server,
  device: record.device ?? '',
  tool: record.tool,
  arguments: toText(record.arguments),
  result: toText(record.result),
  error: record.error ?? '',
});

const toText = (value: unknown): string => (JSON.stringify(value) ?? '').slice(0, searchedCharacters);

/** The words of a person's search. */
export const toSearchWords = (search: string): string[] => search.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/** Whether each word of the search occurs, also as the beginning of one: `note del` finds "delete_note". */
export function callHasWords(record: CallRecord, search: string): boolean {
  const there = Object.values(toSearchedTexts(record)).flatMap((text) => toSearchWords(withoutMarks(text)));
  return toSearchWords(withoutMarks(search)).every((wanted) => there.some((word) => word.startsWith(wanted)));
}

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
