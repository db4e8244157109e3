import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileLogger } from '../../../src/adapters/system/file-logger.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-log-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function linesOf(name: string): Record<string, unknown>[] {
  const text = readFileSync(path.join(folder, name), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
}

describe('FileLogger', () => {
  it('[X1] writes one JSON line per record from its level on, mode 0600', async () => {
    const logger = new FileLogger({ folder, level: 'info' });
    logger.log('debug', 'not written');
    logger.log('info', 'server ready', { server: 'files', pii: { text: 'hello' } });
    logger.setLevel('debug');
    logger.log('debug', 'failed', { error: new Error('why') });
    await logger.flushed();
    expect(linesOf('parley.log')).toMatchObject([
      { level: 'info', message: 'server ready', server: 'files', pii: { text: 'hello' } },
      { level: 'debug', message: 'failed', error: { message: 'why' } },
    ]);
    expect(statSync(path.join(folder, 'parley.log')).mode & 0o777).toBe(0o600);
  });

  it('[X1] rotates by size and keeps no more files than told', async () => {
    const logger = new FileLogger({ folder, level: 'info', maximumSizeBytes: 1000, keep: 2 });
    for (let count = 0; count < 30; count++) {
      logger.log('info', 'line', { count, filler: 'x'.repeat(100) });
      await logger.flushed();
    }
    expect(readdirSync(folder).sort()).toEqual(['parley.log', 'parley.log.1', 'parley.log.2']);
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1000);
    expect(linesOf('parley.log').at(-1)).toMatchObject({ count: 29 });
  });

  it('[F34] counts what it had to drop and says so once it can write again', async () => {
    const logger = new FileLogger({ folder: path.join(folder, 'logs'), level: 'info' });
    rmSync(path.join(folder, 'logs'), { recursive: true });
    logger.log('info', 'lost');
    await logger.flushed();
    writeFileSync(path.join(folder, 'x'), '');
    const again = path.join(folder, 'logs');
    new FileLogger({ folder: again, level: 'info' }).closeSync();
    logger.log('info', 'kept');
    await logger.flushed();
    expect(linesOf('logs/parley.log')).toMatchObject([{ message: 'log lines dropped', count: 1 }, { message: 'kept' }]);
  });

  it('writes the last words of a process before closeSync returns', () => {
    const logger = new FileLogger({ folder, level: 'info' });
    logger.log('error', 'the end', { circular: new Map() });
    logger.closeSync();
    expect(linesOf('parley.log')).toMatchObject([{ message: 'the end' }]);
  });
});
