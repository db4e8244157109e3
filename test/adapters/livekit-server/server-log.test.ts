import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ServerLog } from '../../../src/adapters/livekit-server/server-log.ts';

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('never keeps more than two files of about 2 MB', () => {
  const folder = aFolder();
  const log = new ServerLog(path.join(folder, 'out.log'));
  const chunk = Buffer.alloc(256 * 1024, 'x');
  for (let written = 0; written < 40; written += 1) log.write(chunk);
  log.close();
  expect(readdirSync(folder).sort()).toEqual(['out.log', 'out.log.1']);
  const sizeBytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(sizeBytes).toBeLessThan(5 * 1024 * 1024);
});

it('keeps the last words where the file cannot be written', () => {
  const log = new ServerLog(path.join(aFolder(), 'missing', 'out.log'));
  log.write(Buffer.from('address already in use'));
  expect(log.tail()).toBe('address already in use');
});

it('[F1] knows that the port is held also when much was written since, or the line came in two', () => {
  const log = new ServerLog(path.join(aFolder(), 'out.log'));
  log.write(Buffer.from('{"msg":"starting LiveKit server","portHt'));
  expect(log.saysListening(7880)).toBe(false);
  log.write(Buffer.from(`tp":7880,"nodeID":"ND_1"}\n${'{"msg":"starting RTC session"}\n'.repeat(400)}`));
  expect([log.saysListening(7880), log.saysListening(788)]).toEqual([true, false]);
});
