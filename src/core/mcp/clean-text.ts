/**
 * Text of a server made harmless for a model's instructions: bounded, without characters that hide or reorder words.
 */

/** Without control, format, private-use and tag characters (line breaks and tabs stay), cut at `limit` characters with a mark. */
export function cleanText(text: string, limit: number): string {
  const begin = text.length > limit * 2 ? text.slice(0, limit * 2) : text;
  const clean = begin.replaceAll(/[^\P{C}\n\t]/gu, '').trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}
