import { describe, expect, it } from 'vitest';
import { blankArguments } from '../../../src/renderer/servers/blank-arguments.ts';

const blank = (schema: Record<string, unknown>): unknown => JSON.parse(blankArguments(schema));

describe('[M6] a trial of a tool', () => {
  it('begins with every required argument, empty or at its default', () => {
    const properties = { path: { type: 'string' }, lines: { type: 'integer', default: 10 }, deep: { type: 'boolean' } };
    expect(blank({ type: 'object', properties, required: ['path', 'lines'] })).toEqual({ path: '', lines: 10 });
    expect(blank({ type: 'object', properties })).toEqual({});
  });

  it('begins with something whatever a server calls a schema', () => {
    const odd = { required: ['a', 'b', 'c', 7], properties: { a: true, b: { type: ['string', 'null'] } } };
    expect(blank(odd)).toEqual({ a: null, b: null, c: null });
    expect(blank({ required: 'x', properties: [] })).toEqual({});
    expect(blank({ required: ['a'], properties: { a: { type: 'constructor' } } })).toEqual({ a: null });
  });
});
