import { describe, expect, it } from 'vitest';
import { isPlainSchema, isSmallValue } from '../../../src/adapters/schema-validator/plain-schema.ts';

const word = { type: 'string', minLength: 1, description: 'A word.' };

describe('a schema whose check cannot take long', () => {
  it('is one of types, bounds and lists, as most tools have it', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      title: 'A note',
      properties: {
        path: word,
        kind: { enum: ['a', 1, null], default: 'a' },
        tags: { type: ['array', 'null'], items: word, maxItems: 9 },
        sizes: { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
      },
      required: ['path'],
      additionalProperties: false,
    };
    expect(isPlainSchema(schema)).toBe(true);
  });

  it.each([
    ['a pattern', { pattern: '^(a+)+$' }],
    ['a pattern for names', { patternProperties: { '^(a+)+$': {} } }],
    ['a format', { format: 'email' }],
    ['a reference', { $ref: '#/$defs/x' }],
    ['definitions', { $defs: { x: {} } }],
    ['a choice', { anyOf: [{}, {}] }],
    ['a condition', { if: {}, then: {} }],
    ['unlike items', { uniqueItems: true }],
    ['an id', { $id: 'x' }],
    ['a type nobody knows', { type: 'nonsense' }],
    ['a list in the place of a schema', { items: [{}] }],
    ['an object among the allowed values', { enum: [{}] }],
    ['a keyword nobody knows', { 'x-order': 1 }],
  ])('is none with %s, however deep it stands', (_what, keyword) => {
    expect(isPlainSchema(keyword)).toBe(false);
    expect(isPlainSchema({ type: 'object', properties: { list: { items: keyword } } })).toBe(false);
    expect(isPlainSchema({ type: 'object', additionalProperties: keyword })).toBe(false);
  });

  it('is none of a thousand properties', () => {
    const properties = Object.fromEntries(Array.from({ length: 1_000 }, (_none, index) => [`key${index}`, word]));
    expect(isPlainSchema({ type: 'object', properties })).toBe(false);
  });

  it('is none that nests without an end', () => {
    const endless: Record<string, unknown> = { type: 'object' };
    endless['properties'] = { more: endless };
    expect(isPlainSchema(endless)).toBe(false);
  });
});

it('takes a value with few parts for small, however long its texts are', () => {
  expect(isSmallValue({ text: 'x'.repeat(1_000_000), list: [1, null, 'a'] })).toBe(true);
  expect(isSmallValue({ list: Array.from({ length: 600 }, () => 0) })).toBe(false);
  expect(isSmallValue(Object.fromEntries(Array.from({ length: 600 }, (_none, index) => [`key${index}`, 0])))).toBe(
    false,
  );
});
