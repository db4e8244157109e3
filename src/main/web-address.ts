/**
 * Which address of a page may be shown in the system's browser. Pure.
 *
 * Path: a person clicks a link in what was said -> guard-contents.ts -> here -> shell.openExternal.
 * Always: https alone, no user before the host, no character that a shell or a log would read otherwise; what is opened is
 * exactly what was parsed. Any other scheme could start a program. Source: FAULTS S5, Electron checklist 15.
 */

/** Longer ones are no links that somebody says. */
const mostCharacters = 2_000;

/** The address as it may be opened, or null. */
export function toWebAddress(text: string): string | null {
  if (text.length > mostCharacters || /[^\x21-\x7e]/.test(text) || !text.startsWith('https://')) return null;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.hostname === '') return null;
  return url.username === '' && url.password === '' && url.href === text ? url.href : null;
}
