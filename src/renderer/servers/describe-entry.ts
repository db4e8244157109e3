/**
 * What a server's entry runs or reaches, in full and unambiguously: this is what a person approves. Pure.
 */
import { toVisibleText } from '../text/visible-text.ts';
import type { ServerEntry } from '../../contract/index.ts';

const plainWord = /^[A-Za-z0-9_\-./:=@%+,~]+$/;

/** The whole command line, each argument quoted where it needs to be; or the address. Never cut. */
export function describeEntry(entry: ServerEntry): string {
  if (entry.command === undefined) return toVisibleText(entry.url ?? '');
  return toVisibleText([entry.command, ...(entry.args ?? [])].map(quote).join(' '));
}

/** Environment or headers as `NAME=value` lines. */
export function describeValues(entry: ServerEntry): string[] {
  const values = Object.entries(entry.env ?? entry.headers ?? {});
  return values.map(([name, value]) => toVisibleText(`${name}=${value}`));
}

function quote(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
