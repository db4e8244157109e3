/**
 * [S15] What a browser tells other ports of this machine does not open the bridge; the page itself outlives a reload.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { findBrowser } from '../e2e/rig/find-browser.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';

let host: HostProcess;
let browser: Browser;
/** Another program's web server on this machine, and the cookies that it was sent. */
const stranger = createServer((request, response) => {
  if (request.headers.cookie !== undefined) stolen.push(request.headers.cookie);
  response.setHeader('Content-Type', 'text/html').end('<title>Stranger</title>');
});
const stolen: string[] = [];

beforeAll(async () => {
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  host = await startHost({ args: ['--demo'] });
  browser = await chromium.launch({ executablePath: findBrowser(), headless: true, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  await host.stop();
  stranger.closeAllConnections();
  stranger.close();
});

/** Words that only the bridge can have told the page. */
const untilConnected = (page: Page): Promise<void> =>
  page
    .getByRole('note')
    .getByText(/simulated/)
    .first()
    .waitFor();

it('[S15] the address bar keeps nothing, a reload and a second tab work, a stolen cookie opens no bridge', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const origin = new URL(host.url).origin;
  await page.goto(host.url);
  await untilConnected(page);
  expect(page.url()).toBe(`${origin}/`);
  await page.reload();
  await untilConnected(page);
  const second = await context.newPage();
  await second.goto(`${origin}/`);
  await untilConnected(second);

  await page.goto(`http://127.0.0.1:${String((stranger.address() as AddressInfo).port)}/`);
  // The control: the browser did send our cookie there, and there is nothing of ours in its storage.
  expect(stolen[0]).toMatch(/^parley_\d+=/);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  const knock = new WebSocket(`${origin.replace('http', 'ws')}/bridge`, {
    headers: { cookie: stolen[0] ?? '', origin },
  });
  const [, response] = (await once(knock, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(403);
});
