/**
 * `parley://` links: which place of the window a link shows. Pure.
 *
 * Always: a link shows a place and does nothing; whatever is not exactly one of the known links is no link.
 * Source: FAULTS S8.
 */

export const linkScheme = 'parley';
const places: ReadonlySet<string> = new Set(['talk', 'servers', 'log', 'settings', 'share']);
const mostCharacters = 64;

/** The page's address part for `parley://settings` and the like, or null. */
export function parseDeepLink(text: string): string | null {
  if (text.length > mostCharacters || !URL.canParse(text)) return null;
  const { protocol, host } = new URL(text);
  if (protocol !== `${linkScheme}:` || !places.has(host)) return null;
  return text === `${linkScheme}://${host}` || text === `${linkScheme}://${host}/` ? `#/${host}` : null;
}

/** The link among a program's arguments, where the system puts it; two of them are none. */
export function findDeepLink(args: readonly string[]): string | null {
  const links = args.filter((arg) => arg.toLowerCase().startsWith(`${linkScheme}:`));
  return links.length === 1 ? parseDeepLink(links[0] ?? '') : null;
}
