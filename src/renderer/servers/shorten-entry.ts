/**
 * What a server's entry runs or reaches, short enough for a list. Pure. Whoever decides sees describe-entry.ts instead.
 */
import { toExactText } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';

/** The last folders of a path that are kept; before them every path is alike. */
const keptSegments = 3;

/** The command with its program's bare name and long paths cut at their beginning; or the address as it is. */
export function shortenEntry(entry: ServerEntry): string {
  if (entry.command === undefined) return toExactText(entry.url ?? '');
  const program = entry.command.split(/[\\/]/).pop() ?? entry.command;
  return toExactText([program, ...(entry.args ?? []).map(shortenPath)].join(' '));
}

function shortenPath(word: string): string {
  const isPath = /^(?:[A-Za-z]:)?[\\/]/.test(word);
  const segments = word.split(/[\\/]/).filter((segment) => segment !== '');
  return isPath && segments.length > keptSegments ? ['…', ...segments.slice(-keptSegments)].join('/') : word;
}
