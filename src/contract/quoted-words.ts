/**
 * A service's own words for a person: one line, short, without the keys it was shown.
 *
 * Path: adapters/provider-probe and agent/provider-problem -> here. Pure.
 */

const longestCharacters = 300;

/** '' where it said nothing. `keys`: taken out where the words repeat them. */
export function quotedWords(said: string, keys: readonly string[]): string {
  const line = said.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const clean = keys.reduce((text, key) => (key === '' ? text : text.replaceAll(key, '[key]')), line);
  return clean.length > longestCharacters ? `${clean.slice(0, longestCharacters - 1)}…` : clean;
}
