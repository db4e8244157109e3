/**
 * [S29] Tool lists made to be large where they are read: a small schema that asks for gigabytes.
 */
import { expect, test } from 'vitest';
import { buildCatalogue } from '../../../src/core/mcp/catalogue.ts';
import { modelSchema } from '../../../src/core/mcp/model-schema.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';

/** Two thousand references to one target. */
const fannedOut = (target: object): Record<string, unknown> => ({
  type: 'object',
  $defs: { big: target },
  properties: Object.fromEntries(Array.from({ length: 1_990 }, (_, index) => [`p${index}`, { $ref: '#/$defs/big' }])),
  required: ['p0'],
});
const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index]));
const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

test.each([
  ['a long text', fannedOut({ type: 'string', description: 'x'.repeat(300_000) })],
  ['a long pattern', fannedOut({ type: 'string', pattern: 'x'.repeat(300_000) })],
  ['many members', fannedOut({ type: 'string', ...wide })],
  ['a list of many', fannedOut({ enum: Array.from({ length: 5_000 }, (_, index) => index) })],
  ['a value nested deeply', { type: 'object', properties: { p0: { enum: deep(5_000) } }, required: ['p0'] }],
])('[S29] [M8] references to %s stay small, and what the tool takes is still named', (_, schema) => {
  const startedAtMs = performance.now();
  const shown = modelSchema(schema);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  expect(JSON.stringify(shown).length).toBeLessThanOrEqual(24_000);
  expect(shown).toMatchObject({ type: 'object', properties: { p0: {} }, required: ['p0'] });
});

test('[S29] [M8] the good tool beside it is offered as it is', () => {
  const inputSchema = { type: 'object', properties: { path: { type: 'string', description: 'Where.' } } };
  const [evil, good] = buildCatalogue(
    [
      { server: 'evil', definition: { name: 'a', inputSchema: fannedOut({ description: 'x'.repeat(300_000) }) } },
      { server: 'good', definition: { name: 'b', inputSchema } },
    ],
    new FakeHasher(),
  );
  expect([evil?.tool, good?.parameters]).toEqual(['a', inputSchema]);
});
