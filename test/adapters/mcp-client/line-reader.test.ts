import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { LineReader } from '../../../src/adapters/mcp-client/line-reader.ts';

function aReader() {
  const lines: string[] = [];
  const tooLong: { head: string; tail: string; sizeBytes: number }[] = [];
  const reader = new LineReader({
    limitBytes: 1_000_000,
    largeBytes: Infinity,
    onLine: (line) => lines.push(line),
    onLargeLine: (parts) => lines.push(`${parts.length} parts`),
    onTooLong: (ends) => tooLong.push(ends),
  });
  return { reader, lines, tooLong };
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('F25 S29 a line that comes byte by byte takes little more memory than its bytes', () => {
  const { reader, lines } = aReader();
  const byte = Buffer.from('é');
  const before = heldBytes();
  for (let count = 0; count < 200_000; count++) {
    reader.push(byte.subarray(0, 1));
    reader.push(byte.subarray(1));
  }
  expect(heldBytes() - before).toBeLessThan(5_000_000);
  reader.push(Buffer.from('\n'));
  expect(lines).toEqual(['é'.repeat(200_000)]);
});

test('F25 small and large pieces of a line stay in their order, and none changes after it came', () => {
  const { reader, lines } = aReader();
  const pieces = ['a', 'b'.repeat(5_000), 'c', 'd', 'e'.repeat(70_000), 'f'.repeat(4_000), 'g'.repeat(4_000), 'h'];
  for (const piece of pieces) reader.push(Buffer.from(piece));
  reader.push(Buffer.from('i\r\nnext\n'));
  expect(lines).toEqual([`${pieces.join('')}i`, 'next']);
});

test('F25 of a line over the limit that comes in small pieces the ends are told', () => {
  const { reader, lines, tooLong } = aReader();
  for (let count = 0; count < 1_100; count++) reader.push(Buffer.from('x'.repeat(1_000)));
  reader.push(Buffer.from('end\nnext\n'));
  expect(tooLong).toMatchObject([{ sizeBytes: 1_100_003 }]);
  expect(tooLong[0]?.head).toBe('x'.repeat(4_096));
  expect(tooLong[0]?.tail).toBe(`${'x'.repeat(4_093)}end`);
  expect(lines).toEqual(['next']);
});
