import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkerSchemaValidator } from '../../../src/adapters/schema-validator/worker-schema-validator.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

const workerProgram = path.resolve(import.meta.dirname, '../../../src/adapters/schema-validator/validator-worker.ts');
const logger = new FakeLogger();
let validator: WorkerSchemaValidator;

beforeAll(() => {
  validator = new WorkerSchemaValidator({ workerProgram, logger });
});

afterAll(() => validator.close());

const noteSchema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    kind: { enum: ['a', 'b'] },
    count: { type: ['integer', 'null'], minimum: 1 },
  },
  required: ['path'],
  additionalProperties: false,
};

/** The same, checked in the thread: what names definitions may refer to them. */
const threadSchema = { ...noteSchema, $defs: {} };

/** Matches in time only what fits; what almost fits takes years. */
const hostileSchema = { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } };
const hostileValue = { text: `${'a'.repeat(50)}!` };

describe('WorkerSchemaValidator', () => {
  it('names each misfit in words', async () => {
    const cases: [unknown, string | null][] = [
      [{ path: 'x', kind: 'a', count: null }, null],
      [{ path: 1 }, 'path must be string.'],
      [{}, 'path is missing.'],
      [[], 'the value must be object.'],
      [
        { path: 'x', kind: 'c', count: 0, more: 1 },
        'more is not a known property; kind must be one of "a", "b"; count must be >= 1.',
      ],
    ];
    for (const schema of [noteSchema, threadSchema]) {
      for (const [value, words] of cases) expect(await validator.validate(schema, value)).toBe(words);
    }
  });

  it('reads 2020-12, 2019-09 and draft-07 by $schema, and what names none in either', async () => {
    const pair = [{ type: 'string' }, { type: 'number' }];
    const schemas = [
      { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: pair },
      { $schema: 'https://json-schema.org/draft/2019-09/schema', items: pair },
      { $schema: 'http://json-schema.org/draft-07/schema#', items: pair },
      { prefixItems: pair },
      { items: pair },
    ];
    for (const schema of schemas) {
      const list = {
        type: 'object',
        properties: { list: { type: 'array', ...schema } },
        ...('$schema' in schema && { $schema: schema.$schema }),
      };
      expect([
        await validator.validate(list, { list: ['a', 1] }),
        await validator.validate(list, { list: ['a', 'b'] }),
      ]).toEqual([null, 'list.1 must be number.']);
    }
  });

  it('checks formats, and takes unknown formats, unknown keywords and loose patterns as servers write them', async () => {
    const schema = {
      type: 'object',
      'x-order': 1,
      properties: {
        day: { type: 'string', format: 'date' },
        kind: { type: 'string', format: 'their-own' },
        name: { type: 'string', pattern: '^[\\w-.]+$' },
      },
    };
    expect(await validator.validate(schema, { day: '2026-02-30', kind: '?', name: 'a b' })).toBe(
      'day must match format "date"; name must match pattern "^[\\w-.]+$".',
    );
  });

  it('[S26] never fetches a $ref, and still checks the rest', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end('{"type":"string"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/schema.json`;
    const schema = {
      type: 'object',
      $defs: { word: { type: 'string' } },
      properties: { outside: { $ref: url }, inside: { $ref: '#/$defs/word' } },
    };
    expect(await validator.validate(schema, { outside: { any: 1 }, inside: 'x' })).toBeNull();
    expect(await validator.validate(schema, { outside: 1, inside: 1 })).toBe('inside must be string.');
    expect(requests).toBe(0);
    // The control: whoever fetches it, is counted.
    await (await fetch(url)).text();
    expect(requests).toBe(1);
    server.closeAllConnections();
    server.close();
  });

  it('serves two schemas with one $id, and says when a schema makes no sense', async () => {
    const first = { $id: 'tool', type: 'object', properties: { a: { type: 'string' } } };
    const second = { $id: 'tool', type: 'object', properties: { a: { type: 'number' } } };
    expect([await validator.validate(first, { a: 1 }), await validator.validate(second, { a: 1 })]).toEqual([
      'a must be string.',
      null,
    ]);
    expect(await validator.validate({ type: 'nonsense' }, {})).toMatch(/^The tool's own schema cannot be used: /);
  });

  it('checks a plain schema that comes again without waiting for the thread, and says the same', async () => {
    const value = { kind: 'c', count: 0, more: 1 };
    const words = await validator.validate(noteSchema, value);
    const behindHostile = async (schema: Readonly<Record<string, unknown>>): Promise<unknown[]> => {
      const order: unknown[] = [];
      const hostile = validator.validate(hostileSchema, hostileValue).catch(() => order.push('hostile'));
      await Promise.all([hostile, validator.validate(schema, value).then((told) => order.push(told))]);
      return order;
    };
    await expect.poll(() => behindHostile(noteSchema)).toEqual([words, 'hostile']);
    expect(await behindHostile(threadSchema)).toEqual(['hostile', words]);
  });

  it('[S29] ends a check over its deadline alone: those behind it are answered, and the next ones too', async () => {
    const hostile = validator.validate(hostileSchema, hostileValue);
    const behind = [validator.validate(threadSchema, { path: 'x' }), validator.validate(threadSchema, {})];
    await expect(hostile).rejects.toMatchObject({ code: 'mcp/schema-too-slow' });
    expect(await Promise.all(behind)).toEqual([null, 'path is missing.']);
    expect(await validator.validate(hostileSchema, { text: 'aaa' })).toBeNull();
  });

  it('does not take its own thread’s pause for a slow check', async () => {
    const quick = new WorkerSchemaValidator({ workerProgram, logger, deadlineMs: 150 });
    await quick.validate(threadSchema, { path: 'x' });
    await new Promise((resolve) => setImmediate(resolve));
    const check = quick.validate(threadSchema, { path: 'y' });
    const untilMs = performance.now() + 500;
    while (performance.now() < untilMs);
    expect(await check).toBeNull();
    await quick.close();
  });

  it('refuses no good schema where the machine has no time for its thread, and waits for none for ever', async () => {
    const starved = new WorkerSchemaValidator({
      workerProgram: path.resolve(import.meta.dirname, 'starved-worker.script.ts'),
      logger,
      deadlineMs: 50,
      backstopMs: 2_000,
    });
    const schema = { type: 'object', $defs: {}, properties: { standMs: { type: 'number' } } };
    expect(await starved.validate(schema, { standMs: 500 })).toBeNull();
    await expect(starved.validate(schema, { standMs: 60_000 })).rejects.toMatchObject({
      code: 'mcp/schema-too-slow',
    });
    expect(await starved.validate(schema, { standMs: 0 })).toBeNull();
    await starved.close();
  });

  it('fails what waits when it is closed or its thread cannot start, and never hangs', async () => {
    const closing = new WorkerSchemaValidator({ workerProgram, logger });
    const waiting = closing.validate(threadSchema, {});
    const closed = closing.close();
    await expect(waiting).rejects.toMatchObject({ code: 'mcp/cancelled' });
    await closed;
    const broken = new WorkerSchemaValidator({ workerProgram: '/nowhere/worker.js', logger });
    for (let round = 0; round < 2; round++) {
      await expect(broken.validate(threadSchema, {})).rejects.toMatchObject({ code: 'mcp/schema-too-slow' });
    }
    await broken.close();
  });
});
