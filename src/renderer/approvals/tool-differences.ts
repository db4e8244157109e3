/**
 * What is different between a tool as its owner last saw it and as it is now.
 *
 * Always: every difference is there in full; of long structures, lines that are equal before the first and after the last
 * difference are left out, marked by `…`.
 */
import { toExactText } from '../../contract/index.ts';
import { toExactJson } from '../text/visible-text.ts';
import type { Approval, ToolWords } from '../../contract/index.ts';

/** One part that differs; `before` is null where it is not known. */
export interface ToolDifference {
  readonly field: keyof ToolWords;
  readonly before: string | null;
  readonly now: string;
}

const fields = ['title', 'description', 'inputSchema', 'annotations'] as const;

export function toolDifferences({ before, now }: NonNullable<Approval['changed']>): ToolDifference[] {
  return fields.flatMap((field): ToolDifference[] => {
    const present = linesOf(now[field]);
    if (before === null) return [{ field, before: null, now: present.join('\n') }];
    const old = linesOf(before[field]);
    const { start, end } = equalEnds(old, present);
    if (start === old.length && start === present.length) return [];
    return [{ field, before: middle(old, start, end), now: middle(present, start, end) }];
  });
}

/** A text by its lines, anything else as indented JSON; whatever cannot be seen made visible. */
function linesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n').map(toExactText);
  return toExactJson(value).split('\n');
}

/** How many lines both begin and end with alike. */
function equalEnds(old: readonly string[], present: readonly string[]): { start: number; end: number } {
  const shorter = Math.min(old.length, present.length);
  let start = 0;
  while (start < shorter && old[start] === present[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === present.at(-1 - end)) end += 1;
  return { start, end };
}

/** With one equal line on either side, to find the place by. */
function middle(lines: readonly string[], start: number, end: number): string {
  const from = Math.max(0, start - 1);
  const to = Math.min(lines.length, lines.length - end + 1);
  return [...(from > 0 ? ['…'] : []), ...lines.slice(from, to), ...(to < lines.length ? ['…'] : [])].join('\n');
}
