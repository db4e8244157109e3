/**
 * Where a member stands in a JSON text, for a person who has to find it. Pure.
 *
 * Path: import-config -> here. The text is valid JSON.
 */

/** `line` and `column` count from 1. */
export interface JsonPlace {
  readonly line: number;
  readonly column: number;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The key of the member at `path`, or of the innermost one around it; the beginning of the text where there is none. */
export function placeInJson(text: string, path: readonly PropertyKey[]): JsonPlace {
  const open: { key: string | null; isObject: boolean; awaitsKey: boolean }[] = [];
  let found = { depth: 0, offset: 0 };
  for (const { 0: word, index } of text.matchAll(token)) {
    const inner = open.at(-1);
    if (word === '{' || word === '[') open.push({ key: null, isObject: word === '{', awaitsKey: word === '{' });
    else if (word === '}' || word === ']') open.pop();
    else if (word === ',' && inner) inner.awaitsKey = inner.isObject;
    else if (inner?.awaitsKey && word.startsWith('"')) {
      inner.key = String(JSON.parse(word));
      inner.awaitsKey = false;
      const isOnPath = open.length <= path.length && open.every(({ key }, depth) => key === path[depth]);
      if (isOnPath && open.length >= found.depth) found = { depth: open.length, offset: index };
    }
  }
  const before = text.slice(0, found.offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
