/**
 * What counts as the address of a provider. Pure.
 */

/** An http or https address without a user name in it. */
export function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  return url.hostname !== '' && url.username === '' && url.password === '';
}
