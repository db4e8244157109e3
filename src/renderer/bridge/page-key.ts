/**
 * The key of this page's bridge: brought once in the address's fragment, kept for this origin, gone from the address bar.
 *
 * Path: host/loopback-server.ts redirects to `/#key=…` -> here -> the socket's subprotocol. Always: it is never sent in a
 * cookie or an address, so no other port of this machine gets it; a reload and a second tab find it again.
 */

const storedAs = 'parley.key';
const brought = /^#key=([\w-]+)$/;

/** The part of a window that is used. */
export interface KeyedPage {
  readonly location: { readonly hash: string; readonly pathname: string };
  readonly history: { replaceState(data: null, unused: string, url: string): void };
  readonly localStorage: { getItem(name: string): string | null; setItem(name: string, value: string): void };
}

/** Null where the page was not let in by an address of the host. Call before the address is read for anything else. */
export function takePageKey(page: KeyedPage): string | null {
  const fresh = brought.exec(page.location.hash)?.[1];
  if (fresh === undefined) return orNull(() => page.localStorage.getItem(storedAs));
  page.history.replaceState(null, '', page.location.pathname);
  orNull(() => page.localStorage.setItem(storedAs, fresh));
  return fresh;
}

/** A browser may forbid a page to keep anything; then the key lasts as long as the page. */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
