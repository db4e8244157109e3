/**
 * Words for values that do not fit a schema, as a person can act on them.
 *
 * Path: parse-settings, settings-service, bridge/router, mcp/import-config -> here. Pure. The value itself is quoted only where
 * it is a setting and short; secrets never are settings.
 */

/** The part of a zod issue that is turned into words. */
export interface Misfit {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly format?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Misfit[])[];
}

const articles: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object {…}',
  record: 'an object {…}',
  array: 'a list […]',
};

/** One sentence per misfit, three at most. */
export function describeMisfits(misfits: readonly Misfit[], value: unknown): string {
  const sentences = misfits.slice(0, 3).map((misfit) => describeMisfit(misfit, value));
  const rest = misfits.length - sentences.length;
  return sentences.join(' ') + (rest > 0 ? ` There ${rest === 1 ? 'is 1 more' : `are ${rest} more`}.` : '');
}

/** A misfit as a sentence that quotes no value: for a schema's parse as its `error`, beneath the words schemas have themselves. */
export function misfitSentence(misfit: object): string {
  const known = misfit as Misfit;
  return `${nameOf(known)} ${demand(known)}.`;
}

/** A dotted path for people: `mcpServers.files.args.0`. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function describeMisfit(misfit: Misfit, root: unknown): string {
  if (misfit.code === 'unrecognized_keys') return misfitSentence(misfit);
  if (misfit.code === 'custom') return `${nameOf(misfit)}: ${sentence(misfit.message)}`;
  return `${nameOf(misfit)} ${demand(misfit)}, not ${shown(valueAt(root, misfit.path))}.`;
}

const nameOf = ({ path = [] }: Partial<Misfit>): string => (path.length > 0 ? pathOf(path) : 'The whole');

function demand(misfit: Misfit): string {
  if (misfit.code === 'unrecognized_keys') return `has the unknown key ${quoteAll(misfit.keys ?? [])}`;
  return `must be ${expectation(misfit)}`;
}

function expectation(misfit: Misfit): string {
  if (misfit.values) return quoteAll(misfit.values);
  if (misfit.format === 'url') return 'an address such as https://example.org/v1';
  if (misfit.code === 'too_small' && misfit.minimum !== undefined) return `at least ${misfit.minimum}${unit(misfit)}`;
  if (misfit.code === 'too_big' && misfit.maximum !== undefined) return `at most ${misfit.maximum}${unit(misfit)}`;
  return articles[misfit.expected ?? ''] ?? 'something else';
}

function unit({ origin, minimum, maximum }: Misfit): string {
  if (origin !== 'string') return '';
  return (minimum ?? maximum) === 1 ? ' character long' : ' characters long';
}

function quoteAll(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.pop() ?? 'nothing';
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let node = root;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<PropertyKey, unknown>)[key];
  }
  return node;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
