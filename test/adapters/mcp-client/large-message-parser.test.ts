import { afterEach, expect, test } from 'vitest';
import { LargeMessageParser } from '../../../src/adapters/mcp-client/large-message-parser.ts';

const parser = new LargeMessageParser();
afterEach(() => parser.close());

const bytes = (text: string): Buffer => Buffer.from(text);

test('[M15] a message of long texts comes back parsed, also when a character stands across two parts', async () => {
  const message = { result: { text: 'Grüße 🌍 '.repeat(100_000) } };
  const all = bytes(JSON.stringify(message));
  const middle = all.indexOf('ü') + 1;
  expect(await parser.parse([all.subarray(0, middle), all.subarray(middle)])).toEqual({ value: message });
});

test('[M15] a message of many small values, or none that can be parsed, comes back as its text', async () => {
  const numbers = JSON.stringify(Array.from({ length: 200_000 }, (_, index) => index));
  const [many, broken] = await Promise.all([parser.parse([bytes(numbers)]), parser.parse([bytes('{"half": ')])]);
  expect(many).toEqual({ text: numbers });
  expect(broken).toEqual({ text: '{"half": ' });
});

test('[M19] whoever waits when it is closed is answered, and it begins anew for the next', async () => {
  const waiting = parser.parse([bytes('{}')]);
  parser.close();
  expect(await waiting).toEqual({ text: '' });
  expect(await parser.parse([bytes('[]')])).toEqual({ text: '[]' });
});
