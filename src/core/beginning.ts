/**
 * The beginning of a text, as a text of its own: behind a slice the whole it was cut from stays in memory.
 */

/** At most `length` characters (UTF-16 units) from the start of `text`. */
export function beginningOf(text: string, length: number): string {
  // Joining copies the characters; what is sliced then is no longer than it has to be.
  return text.length <= length ? text : ` ${text.slice(0, length)}`.slice(1);
}
