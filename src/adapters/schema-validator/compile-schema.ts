/**
 * Turns a tool's JSON Schema into a check, as leniently as servers write schemas and without ever leaving this thread.
 *
 * Path: validator-worker -> here -> ajv. Always: no reference is fetched; one that leads outside is taken as "anything", the
 * rest is still checked. The dialect is `$schema`'s, 2020-12 where none is named, else whichever the schema compiles in.
 * Source: MCP 2025-11-25 and 2026-07-28 (default dialect 2020-12), FAULTS S26.
 */
import { Ajv } from 'ajv';
import type { Options, ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** @throws {Error} in ajv's words when the schema makes no sense in any dialect. */
export function compileSchema(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  let firstFailure: unknown = null;
  for (const Dialect of dialectsOf(schema)) {
    for (const candidate of [schema, withoutOutsideReferences(schema)]) {
      for (const unicodeRegExp of [true, false]) {
        try {
          return compileIn(Dialect, candidate as Record<string, unknown>, unicodeRegExp);
        } catch (thrown) {
          firstFailure ??= thrown;
        }
      }
    }
  }
  throw firstFailure;
}

type Dialect = typeof Ajv | typeof Ajv2019 | typeof Ajv2020;

/** An instance per schema: two servers may use one `$id`. */
function compileIn(Chosen: Dialect, schema: Record<string, unknown>, unicodeRegExp: boolean): ValidateFunction {
  const options: Options = {
    strict: false,
    allErrors: true,
    meta: false,
    validateSchema: false,
    logger: false,
    unicodeRegExp,
  };
  const ajv = new Chosen(options);
  formats.default(ajv as Ajv);
  const body = { ...schema };
  delete body['$schema'];
  return ajv.compile(body);
}

function dialectsOf(schema: Readonly<Record<string, unknown>>): readonly Dialect[] {
  const named = typeof schema['$schema'] === 'string' ? schema['$schema'] : '';
  if (named.includes('2020-12')) return [Ajv2020];
  if (named.includes('2019-09')) return [Ajv2019];
  if (/draft-0[4-7]/.test(named)) return [Ajv];
  return [Ajv2020, Ajv];
}

function withoutOutsideReferences(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutOutsideReferences);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(isReference(key) && typeof value === 'string' && !value.startsWith('#')))
      .map(([key, value]) => [key, withoutOutsideReferences(value)]),
  );
}

function isReference(key: string): boolean {
  return key === '$ref' || key === '$dynamicRef';
}
