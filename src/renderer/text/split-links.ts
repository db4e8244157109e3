/**
 * Splits text at its https addresses. Everything else, markdown and HTML included, stays text.
 */

export type TextPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly href: string };

const address = /https:\/\/[^\s<>"'`\\^{|}]+/g;
const trailing = /[.,;:!?)\]]+$/;

export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(trailing, '');
    const href = toHttps(found);
    if (!href) continue;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
    parts.push({ type: 'link', text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}

function toHttps(text: string): string | null {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' ? url.href : null;
}
