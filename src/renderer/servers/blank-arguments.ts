/**
 * Arguments to begin a trial with: every required one, empty. Pure. The schema is a server's, so nothing in it is believed.
 */
import { isRecord } from '../../contract/index.ts';

const blanks: Readonly<Record<string, unknown>> = {
  string: '',
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  object: {},
};

export function blankArguments(schema: Readonly<Record<string, unknown>>): string {
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const names = required.filter((name) => typeof name === 'string');
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, blankOf(properties[name])])), null, 2);
}

function blankOf(property: unknown): unknown {
  if (!isRecord(property)) return null;
  if ('default' in property) return property['default'];
  const { type } = property;
  return typeof type === 'string' && Object.hasOwn(blanks, type) ? blanks[type] : null;
}
