/**
 * What a server's entry runs or reaches, in full and unambiguously: this is what a person approves. Pure.
 */
import { toExactText } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';

const plainWord = /^[A-Za-z0-9_\-./:=@%+,~]+$/;

/** The whole command line, each argument quoted where it needs to be; or the address. One line, never cut. */
export function describeEntry(entry: ServerEntry): string {
  if (entry.command === undefined) return toExactText(entry.url ?? '');
  return toExactText([entry.command, ...(entry.args ?? [])].map(quote).join(' '));
}

/** Headers, then environment, as `NAME=value` lines: a name that stands in both is shown twice. */
export function describeValues(entry: ServerEntry): string[] {
  const values = [...Object.entries(entry.headers ?? {}), ...Object.entries(entry.env ?? {})];
  return values.map(([name, value]) => toExactText(`${name}=${value}`));
}

/** All of an entry that matters to whoever approves it, a line each: also where it runs, and what its tools may do unasked. */
export function describeWhole(entry: ServerEntry): string[] {
  const { cwd, approval = 'ask' } = entry;
  return [
    describeEntry(entry),
    ...describeValues(entry),
    ...(cwd === undefined ? [] : [`cwd=${toExactText(cwd)}`]),
    ...(approval === 'ask' ? [] : [`approval=${approval}`]),
  ];
}

function quote(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
