/**
 * A call's arguments in one line, for a row of the log. Pure.
 */
import { toVisibleText } from '../text/visible-text.ts';

/** More does not fit in a row. */
const mostCharacters = 160;

/** The values only, as they are: names and braces are in the drawer. */
export function previewArguments(given: unknown): string {
  if (typeof given !== 'object' || given === null) return '';
  const words = Object.values(given).map((value) =>
    typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  );
  return toVisibleText(words.join('  ').replace(/\s+/g, ' ').slice(0, mostCharacters));
}
