/**
 * A person's search as a query of the full-text index.
 */

/** Each word must occur, also as a beginning: `note del` finds "delete_note". '' where there is no word. */
export function toWordQuery(search: string): string {
  const words = search.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.map((word) => `"${word}"*`).join(' ');
}
