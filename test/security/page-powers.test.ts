/**
 * What a script in the page would find, were there one: nothing of Node, nothing of Electron, no channel but the page's own.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../e2e/rig/browser.ts';
import type { TestBrowser } from '../e2e/rig/browser.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';

let host: HostProcess;
let browser: TestBrowser;
/** Answers every page that may ask; the policy names this machine by number. */
const stranger = createServer((_request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
});
beforeAll(async () => {
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  host = await startHost({ args: ['--demo'] });
  browser = await openBrowser(new Int16Array(0));
  await browser.page.goto(host.url);
  await browser.page.getByRole('button', { name: 'Join' }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await host.stop();
  stranger.closeAllConnections();
  stranger.close();
});

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

it('[S2] a script in the page finds no require, no process, no bridge of Electron’s', async () => {
  expect(await browser.page.evaluate(probe)).toEqual([]);
  // The control: where they are, the same probe finds them.
  Object.assign(globalThis, { require: createRequire(import.meta.url) });
  expect(runInThisContext(probe)).toEqual(['require', 'process', 'Buffer', 'global']);
});

it.each(Object.entries(tries))('[S2] a script in the page cannot use %s', async (_what, source) => {
  const address = `http://localhost:${String((stranger.address() as AddressInfo).port)}/`;
  // The control: it is there for whoever may ask.
  expect(await (await fetch(address)).text()).toBe('reached');
  const outcome = await browser.page.evaluate(
    `(async () => { try { await ${source.replace('STRANGER', address)}; return 'done'; } catch (error) { return error.name; } })()`,
  );
  expect(outcome).toMatch(/Error$/);
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
