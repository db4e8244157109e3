/**
 * A person's search as a query of the full-text index.
 */
import { toSearchWords } from '../../contract/call-search.ts';

/** Each word must occur, also as a beginning: `note del` finds "delete_note". '' where there is no word. */
export function toWordQuery(search: string): string {
  return toSearchWords(search)
    .map((word) => `"${word}"*`)
    .join(' ');
}
