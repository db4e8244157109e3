/**
 * A log of 100,000 calls in the real store, read by the real page in a real browser.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteDatabase } from '../../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { logHandlers } from '../../../src/core/history/call-history.ts';
import { exportLog } from '../../../src/renderer/log/export-log.ts';
import type { Bridge, CallRecord, LogQuery } from '../../../src/contract/index.ts';
import { aRecord } from '../../adapters/sqlite/records.ts';
import { owner } from '../../core/mcp/rig.ts';
import { FakeLogger, FakeSeal } from '../../fakes/fake-system.ts';
import { FixturePages } from './fixture-page.ts';
import type { Page } from 'playwright';

const total = 100_000;
const workerProgram = path.join(import.meta.dirname, '../../../src/adapters/sqlite/sqlite-worker.ts');

let folder: string;
let database: SqliteDatabase;
let pages: FixturePages;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-long-log-'));
  const file = path.join(folder, 'parley.db');
  database = new SqliteDatabase({
    file,
    workerProgram,
    clock: systemClock,
    seal: new FakeSeal(),
    logger: new FakeLogger(),
  });
  for (let number = 1; number <= total; number += 1) {
    database.calls.append(aCall(number));
    if (number % 10_000 === 0) await database.calls.get('none');
  }
  pages = await FixturePages.open({ microphone: true });
}, 120_000);

afterAll(async () => {
  await pages.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const aCall = (number: number): CallRecord =>
  aRecord({
    id: `call-${number}`,
    tool: `tool_${number}`,
    arguments: { path: `notes-${number}.md` },
    startedAtMs: number * 1_000,
  });

async function open(): Promise<Page> {
  const handlers = logHandlers({ log: database.calls }) as unknown as Record<
    string,
    (...given: unknown[]) => Promise<unknown>
  >;
  const page = await pages.show('log-store', {
    askLog: async (method, input) => handlers[method]?.(input, { caller: owner, signal: new AbortController().signal }),
  });
  await page.getByRole('link', { name: `tool_${total}`, exact: true }).waitFor();
  return page;
}

const nodes = (page: Page): Promise<number> => page.evaluate('document.getElementsByTagName("*").length');

describe('[M16] a log of 100,000 calls', () => {
  it('reaches any row by its scroll bar, with no more in the page than at the top', async () => {
    const page = await open();
    const table = page.getByRole('table', { name: 'Tool calls' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(total + 1));
    const atTop = await nodes(page);
    for (const row of [50_000, 99_999, 25_000]) {
      await page.locator('.log-scroll').evaluate((area, top) => area.scrollTo(0, top), row * 38);
      await page.getByRole('link', { name: `tool_${total - row}`, exact: true }).waitFor();
      expect(await nodes(page)).toBeLessThan(atTop + 400);
    }
    expect(await table.getByRole('row').count()).toBeLessThan(80);
  });

  it('finds one call by a word of its arguments, and opens it', async () => {
    const page = await open();
    await page.getByRole('searchbox').fill('notes-4321');
    await page.getByRole('link', { name: 'tool_4321', exact: true }).click();
    await page.getByRole('region', { name: 'Call' }).getByText('notes-4321.md').first().waitFor();
  });

  it('is exported whole, a page of the host at a time', async () => {
    const counts: number[] = [];
    const invoke = (_method: string, input: LogQuery): Promise<CallRecord[]> =>
      database.calls.list({ limit: 100, ...input } as LogQuery & { limit: number });
    const bridge = { invoke, subscribe: () => () => undefined } as unknown as Bridge;
    const { signal } = new AbortController();
    const file = await exportLog(bridge, {}, { signal, onProgress: (count) => counts.push(count) });
    const lines = (await file.text()).trimEnd().split('\n');
    expect(new Set(lines.map((line) => (JSON.parse(line) as CallRecord).id)).size).toBe(total);
    expect(Math.max(...counts.map((count, index) => count - (counts[index - 1] ?? 0)))).toBeLessThanOrEqual(500);
  });
});
