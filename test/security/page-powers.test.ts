/**
 * What a script in the page would find, were there one: nothing of Node, nothing of Electron, no channel but the page's own.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { runInThisContext } from 'node:vm';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../e2e/rig/browser.ts';
import type { TestBrowser } from '../e2e/rig/browser.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';

let host: HostProcess;
let browser: TestBrowser;
/** A page without a policy that answers every page that may ask; ours names this machine by number. */
const stranger = createServer((_request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Content-Type', 'text/html').end('reached');
});
let elsewhere: Page;
beforeAll(async () => {
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  host = await startHost({ args: ['--demo'] });
  browser = await openBrowser(new Int16Array(0));
  elsewhere = await browser.context.newPage();
  await elsewhere.goto(`http://127.0.0.1:${strangersPort()}/`);
  await browser.page.goto(host.url);
  await browser.page.getByRole('button', { name: 'Join' }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await host.stop();
  stranger.closeAllConnections();
  stranger.close();
});

const strangersPort = (): string => String((stranger.address() as AddressInfo).port);

const powers = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron', 'parley'];
const probe = `(${JSON.stringify(powers)}).filter((name) => name in globalThis)`;
/** In a turn of the page's own: what the test's line to the browser runs itself, the policy is not asked about. */
const tries: Readonly<Record<string, string>> = {
  'text that is made a program': `new Promise((resolve, reject) => setTimeout(() => {
    try { resolve(new Function('return 1')()); } catch (error) { reject(error); }
  }))`,
  'a script of its own': `new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.head.append(script);
    globalThis.ran ? resolve() : reject(new Error('it did not run'));
  })`,
  'another origin': `fetch('STRANGER')`,
  'a file of the computer': `fetch('file:///etc/passwd').then(() => 'reached')`,
  'a module of Node': `import('node:fs').then(() => 'reached')`,
};
/** What no page of any program's may, with a policy or without. */
const barredEverywhere = ['a file of the computer', 'a module of Node'];

it('[S2] a script in the page finds no require, no process, no bridge of Electron’s', async () => {
  expect(await browser.page.evaluate(probe)).toEqual([]);
  // The control: where they are, the same probe finds them.
  Object.assign(globalThis, { require: createRequire(import.meta.url) });
  expect(runInThisContext(probe)).toEqual(['require', 'process', 'Buffer', 'global']);
});

it.each(Object.entries(tries))('[S2] a script in the page cannot use %s', async (what, source) => {
  const address = `http://localhost:${strangersPort()}/`;
  const attempt = `(async () => { try { await ${source.replace('STRANGER', address)}; return 'done'; } catch (error) { return error.name; } })()`;
  expect(await browser.page.evaluate(attempt)).toMatch(/Error$/);
  // The control: in a page without our policy the very same script has its way.
  const there = await elsewhere.evaluate(attempt);
  expect(there).toMatch(barredEverywhere.includes(what) ? /Error$/ : /^done$/);
});

it('[S2] a socket without the page’s key is no bridge, from the page itself too', async () => {
  const knock = (protocols: string): Promise<string> =>
    browser.page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket('ws://' + location.host + '/bridge', ${protocols});
      socket.onopen = () => (socket.close(), resolve('open'));
      socket.onerror = () => resolve('refused');
    })`);
  expect(await knock(`['parley']`)).toBe('refused');
  expect(await knock(`['parley', 'parley.key.guessed']`)).toBe('refused');
  // The control: with the key, which only this page's own storage has, it opens.
  expect(await knock(`['parley', 'parley.key.' + localStorage.getItem('parley.key')]`)).toBe('open');
});
