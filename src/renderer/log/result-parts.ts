/**
 * A tool's result as parts that are safe to show: text as text, small images and sound as data, the rest as JSON. Pure.
 */
import { isRecord } from '../../contract/index.ts';
import { toVisibleJson, toReadable } from '../text/visible-text.ts';

export type ResultPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly source: string }
  | { readonly type: 'audio'; /** Base64 that can be decoded. */ readonly data: string; readonly mimeType: string }
  | { readonly type: 'tooLarge'; readonly mimeType: string };

/** Largest image or sound shown, as base64 characters: about 3 MB. */
export const mostMediaCharacters = 4_000_000;
/** Most text shown of one part; the rest can be copied from `parley log`. */
const mostTextCharacters = 200_000;

const imageTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const audioTypes = new Set(['audio/wav', 'audio/x-wav', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/mp4']);
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Never an SVG, never an address: only data of known types. */
export function toResultParts(result: unknown): ResultPart[] {
  const content = isRecord(result) && Array.isArray(result['content']) ? (result['content'] as unknown[]) : null;
  if (!content)
    return result === null || result === undefined ? [] : [{ type: 'text', text: cut(toVisibleJson(result)) }];
  const parts = content.map(toPart);
  const structured = isRecord(result) ? result['structuredContent'] : undefined;
  if (structured !== undefined && parts.length === 0)
    parts.push({ type: 'text', text: cut(toVisibleJson(structured)) });
  return parts;
}

function toPart(block: unknown): ResultPart {
  if (isRecord(block)) {
    const { type, text, data, mimeType } = block;
    if (type === 'text' && typeof text === 'string') return { type: 'text', text: cut(toReadable(text)) };
    if (typeof data === 'string' && typeof mimeType === 'string') {
      const known = (type === 'image' && imageTypes.has(mimeType)) || (type === 'audio' && audioTypes.has(mimeType));
      if (known && data.length > mostMediaCharacters) return { type: 'tooLarge', mimeType };
      const packed = known ? data.replaceAll(/\s/g, '') : '';
      if (known && packed.length % 4 === 0 && base64.test(packed)) {
        return type === 'image'
          ? { type, source: `data:${mimeType};base64,${packed}` }
          : { type: 'audio', data: packed, mimeType };
      }
    }
  }
  return { type: 'text', text: cut(toVisibleJson(block)) };
}

function cut(text: string): string {
  return text.length <= mostTextCharacters ? text : `${text.slice(0, mostTextCharacters)}\n…`;
}
