/**
 * Which checks need no thread of their own: a schema of plain keywords on a small value takes microseconds whatever they hold.
 *
 * Path: worker-schema-validator -> here. Pure.
 * Always: a keyword that is not named here, above all a pattern, a reference or a choice of schemas, makes a schema not plain;
 * so each part of a value is looked at by one part of the schema, once.
 */
import { isRecord } from '../../contract/index.ts';

type Keyword = (value: unknown, levels: number) => boolean;

/** Every schema inside one is counted by its level only: keywords without a choice look at each value once. */
const deepest = 8;

/** Larger ones are checked in the thread, under its deadline. */
const mostValues = 500;

const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const anything: Keyword = () => true;
const isNumber: Keyword = (value) => typeof value === 'number';
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const isListOf = (value: unknown, is: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= mostValues && value.every(is);

const keywords = new Map<string, Keyword>([
  ['type', (value) => isListOf([value].flat(), (type) => typeof type === 'string' && types.has(type))],
  ['properties', (value, levels) => isRecord(value) && Object.values(value).every((one) => isPlain(one, levels))],
  ['required', (value) => isListOf(value, (name) => typeof name === 'string')],
  ['additionalProperties', (value, levels) => typeof value === 'boolean' || isPlain(value, levels)],
  ['items', (value, levels) => isPlain(value, levels)],
  ['enum', (value) => isListOf(value, isScalar)],
  ['const', isScalar],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((name) => [name, isNumber] as const),
  ...['minLength', 'maxLength', 'minItems', 'maxItems'].map((name) => [name, isNumber] as const),
  ['$schema', (value) => typeof value === 'string'],
  ...['title', 'description', 'default', 'examples'].map((name) => [name, anything] as const),
]);

/** True for a schema that is compiled and checked in no time. */
export function isPlainSchema(schema: Readonly<Record<string, unknown>>): boolean {
  return isSmallValue(schema) && isPlain(schema, deepest);
}

/** True for a value of a few hundred parts, however long its texts are. */
export function isSmallValue(value: unknown): boolean {
  let left = mostValues;
  const isSmall = (part: unknown): boolean => {
    left -= 1;
    return left >= 0 && (isScalar(part) || Object.values(part as object).every(isSmall));
  };
  return isSmall(value);
}

function isPlain(schema: unknown, levels: number): boolean {
  if (levels === 0 || !isRecord(schema)) return false;
  return Object.entries(schema).every(([name, value]) => keywords.get(name)?.(value, levels - 1) ?? false);
}
