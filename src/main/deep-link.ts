/**
 * `parley://` links: which place of the window a link shows, or which shared talk it leads to. Pure.
 *
 * `parley://join?` stands before a share link as the owner's window makes it: https, a host, `/join`, the code in the fragment.
 * Always: a link does nothing by itself; whatever is not exactly one of the known links is no link. Source: FAULTS S8.
 */

export const linkScheme = 'parley';
const places: ReadonlySet<string> = new Set(['talk', 'servers', 'log', 'settings', 'share']);
const mostCharacters = 64;

const joinStart = `${linkScheme}://join?`;
/** No user, no path but this one, no question; the code as the join page takes it (renderer/join/kept-session.ts). */
const shareLink = /^https:\/\/[a-z0-9.:[\]-]+\/join#[\w-]{1,200}$/;
/** A host's name has at most 253 characters. */
const mostCharactersToJoin = 500;

/** `place`: the page's address part, `#/settings` and the like. `url`: a share link whose host is `host`, port included. */
export type DeepLink =
  | { readonly type: 'place'; readonly place: string }
  | { readonly type: 'join'; readonly url: string; readonly host: string };

export function parseDeepLink(text: string): DeepLink | null {
  if (text.startsWith(joinStart)) return parseJoin(text);
  if (text.length > mostCharacters || !URL.canParse(text)) return null;
  const { protocol, host } = new URL(text);
  if (protocol !== `${linkScheme}:` || !places.has(host)) return null;
  const isWhole = text === `${linkScheme}://${host}` || text === `${linkScheme}://${host}/`;
  return isWhole ? { type: 'place', place: `#/${host}` } : null;
}

function parseJoin(text: string): DeepLink | null {
  const url = text.slice(joinStart.length);
  if (text.length > mostCharactersToJoin || !shareLink.test(url) || !URL.canParse(url)) return null;
  // One way to write an address: what the person is shown is what the browser will open.
  const { href, host } = new URL(url);
  return href === url ? { type: 'join', url, host } : null;
}

/** The link among a program's arguments, where the system puts it; two of them are none. */
export function findDeepLink(args: readonly string[]): DeepLink | null {
  const links = args.filter((arg) => arg.toLowerCase().startsWith(`${linkScheme}:`));
  return links.length === 1 ? parseDeepLink(links[0] ?? '') : null;
}
