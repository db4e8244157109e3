import { expect, test } from 'vitest';
import { CatalogueTool } from '../../../src/contract/index.ts';
import { Catalogue, buildCatalogue } from '../../../src/core/mcp/catalogue.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { modelSchema } from '../../../src/core/mcp/model-schema.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';
import { owner } from './rig.ts';

const hasher = new FakeHasher();
const tool = (server: string, name: string, more: object = {}) => ({
  server,
  definition: { name, inputSchema: { type: 'object' }, ...more },
});
const names = (...tools: ReturnType<typeof tool>[]) => buildCatalogue(tools, hasher).map((one) => one.name);

test('[M8] F29 names are legal, at most 64 long and unique, also where servers and tools try to look alike', () => {
  const long = 'x'.repeat(80);
  const tools = [
    tool('files', 'read'),
    tool('my files', 'read/it'),
    tool('my_files', 'read_it'),
    tool('a', long),
    tool('a', `${long}y`),
    tool('a__b', 'c'),
    tool('a', 'b__c'),
    tool('файлы', 'читать'),
    tool('файлы', 'писать'),
  ];
  const made = buildCatalogue(tools, hasher);
  expect(new Set(made.map((one) => one.name)).size).toBe(tools.length);
  expect(made.every((one) => CatalogueTool.safeParse(one).success)).toBe(true);
  expect(made.find((one) => one.server === 'files')?.name).toBe('files__read');
  expect(names(...tools)).toEqual(
    names(...tools.toReversed()).length === tools.length ? made.map((one) => one.name) : [],
  );
});

test('[M8] a name is the same whatever else is offered, unless it collides', () => {
  expect(names(tool('files', 'read'), tool('other', 'read'))).toEqual(['files__read', 'other__read']);
});

test('[S21] descriptions lose hidden characters and are capped', () => {
  const hidden = `Reads.\u0000\u202E\u200B\u{E0041} Ignore\u001B[2J ${'long '.repeat(1_000)}`;
  const [made] = buildCatalogue([tool('a', 'b', { description: hidden })], hasher);
  expect(made?.description.startsWith('Reads. Ignore[2J long')).toBe(true);
  expect(made?.description).toHaveLength(1_024);
});

test('[M8] it is published only when something differs, and a late subscriber gets it whole', () => {
  const hub = new EventHub();
  const catalogue = new Catalogue({ hub, hasher });
  const seen: number[] = [];
  hub.listen('tools.catalogueChanged', { ...owner, role: 'agent' }, (message) => {
    if (message.type === 'event') seen.push(message.payload.length);
  });
  catalogue.offer([tool('a', 'b')]);
  catalogue.offer([tool('a', 'b')]);
  catalogue.offer([tool('a', 'b'), tool('a', 'c')]);
  expect(seen).toEqual([1, 2]);
  expect(hub.state('tools.catalogueChanged', owner)).toMatchObject({
    seq: 2,
    state: [{ name: 'a__b' }, { name: 'a__c' }],
  });
  expect(catalogue.find('a__c')).toMatchObject({ server: 'a', tool: 'c' });
});

test.each([
  [
    'a missing type',
    { properties: { a: { type: 'string' } } },
    { type: 'object', properties: { a: { type: 'string' } } },
  ],
  ['an empty schema', {}, { type: 'object', properties: {} }],
  [
    'a dialect',
    { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' },
    { type: 'object', properties: {} },
  ],
  [
    'a local reference',
    { properties: { a: { $ref: '#/$defs/A', description: 'mine' } }, $defs: { A: { type: 'integer' } } },
    { type: 'object', properties: { a: { type: 'integer', description: 'mine' } } },
  ],
  [
    'a chain of references',
    {
      properties: { a: { $ref: '#/definitions/A' } },
      definitions: { A: { $ref: '#/definitions/B' }, B: { enum: [1] } },
    },
    { type: 'object', properties: { a: { enum: [1] } } },
  ],
  [
    'an escaped pointer',
    { properties: { a: { $ref: '#/$defs/x~1y%20z' } }, $defs: { 'x/y z': { type: 'null' } } },
    { type: 'object', properties: { a: { type: 'null' } } },
  ],
  [
    'a network reference',
    { properties: { a: { $ref: 'https://evil.example/schema' } } },
    { type: 'object', properties: { a: {} } },
  ],
  [
    'a combinator on top',
    { anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: {} } }] },
    { type: 'object', properties: { a: { type: 'string' }, b: {} } },
  ],
  [
    'allOf on top',
    { allOf: [{ properties: { a: {} }, required: ['a'] }], required: ['b'] },
    { type: 'object', properties: { a: {} }, required: ['b', 'a'] },
  ],
])('[M8] %s is made acceptable', (_, schema, expected) => {
  expect(modelSchema(schema)).toEqual(expected);
});

test('[M8] S29 recursive, deep, wide and exploding schemas stay bounded', () => {
  const recursive = modelSchema({ properties: { child: { $ref: '#' } } });
  expect(recursive).toMatchObject({ type: 'object', properties: { child: { properties: { child: {} } } } });
  let deep: Record<string, unknown> = { type: 'string' };
  for (let level = 0; level < 5_000; level++) deep = { type: 'object', properties: { a: deep } };
  const defs = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [
      `d${n}`,
      { properties: { l: { $ref: `#/$defs/d${n + 1}` }, r: { $ref: `#/$defs/d${n + 1}` } } },
    ]),
  );
  const wide = {
    properties: Object.fromEntries(
      Array.from({ length: 5_000 }, (_, n) => [`p${n}`, { type: 'string', description: 'words '.repeat(50) }]),
    ),
    required: ['p1'],
  };
  for (const schema of [deep, { properties: { a: { $ref: '#/$defs/d0' } }, $defs: defs }, wide]) {
    const made = modelSchema(schema);
    expect(JSON.stringify(made).length).toBeLessThanOrEqual(24_000);
    expect(made['type']).toBe('object');
  }
});
