/**
 * Words made to run or to fetch, in a tool's arguments, its result, the model's answer and what a person typed: on the real page
 * of a real host they are text, and where they were not, its policy would stop them. The control: on a page without one they
 * run and fetch.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { openBrowser } from './rig/browser.ts';
import type { TestBrowser } from './rig/browser.ts';
import { addServer, fixtureServer, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

const question = 'Read me the letter';
/** In what of it code stands; it calls `ran`. */
const ways = ['image', 'link', 'script', 'svg'];

/** Its pictures are at `place`. At its end a terminal's color, a name turned around and a space of no width. */
const hostileText = (place: string): string =>
  [
    `<img src="${place}/src" onerror="ran('image')">`,
    `<svg onload="ran('svg')"></svg>`,
    `<script>ran('script')</script>`,
    `[click](javascript:ran('link'))`,
    `![picture](${place}/markdown)`,
    '\u001b[31mred\u001b[0m \u202egnp.exe a\u200bb end',
  ].join(' ');

/** How it has to stand on the page. */
const shownText = (place: string): string =>
  hostileText(place)
    .replace('\u001b[31mred\u001b[0m', 'red')
    .replace('\u202e', String.raw`\u{202e}`)
    .replace('\u200b', String.raw`\u{200b}`);

/** Made of it by a page that takes HTML for HTML and Markdown for Markdown. */
const asHtml = (text: string): string =>
  text
    .replace(/!\[(.*?)\]\((.*?)\)/, '<img alt="$1" src="$2">')
    .replace(/\[(click)\]\((.*?\))\)/, '<a href="$2">$1</a>');

/** Writes HTML into the page, whose policy stays, and follows its link. */
async function putOnPage(page: Page, html: string): Promise<void> {
  await page.setContent(html);
  await page.getByRole('link', { name: 'click' }).click();
}

describe('hostile text', () => {
  let talking: TalkingHost | undefined;
  let browser: TestBrowser;
  let page: Page;
  let trap: Server;
  let trapUrl: string;
  /** What was asked of the trap, by path. */
  const hits: string[] = [];
  /** What pages of the browser asked for, of anybody, whether it was let out or not. */
  const asked: string[] = [];
  /** Which code ran, and on which page. */
  const ran: { way: string; on: Page }[] = [];

  beforeAll(async () => {
    trap = createServer(({ url = '' }, response) => {
      hits.push(url);
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>No policy</title>');
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    trapUrl = `http://127.0.0.1:${String((trap.address() as AddressInfo).port)}`;
    const intent = { kind: 'call', tool: 'echo$', arguments: { text: hostileText(`${trapUrl}/app`) } } as const;
    talking = await startTalkingHost({ provider: { sentences: [{ id: 'letter', text: question, intent }] } });
    await addServer(talking.host, 'post', fixtureServer());
    browser = await openBrowser(new Int16Array(0));
    ({ page } = browser);
    browser.context.on('request', (request) => asked.push(request.url()));
    await browser.context.exposeBinding('ran', (source, way: string) => void ran.push({ way, on: source.page }));
    await page.goto(talking.host.url);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('status', { name: 'Assistant state' }).getByText(/ready/i).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await talking?.close();
    trap.close();
  });

  async function say(text: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  }

  const madeOfIt = (): Promise<number> =>
    page.locator('body').locator('img, script, svg[onload], a[href^="javascript"], a[href*="/app/"]').count();
  const ranOn = (where: Page): string[] => ran.flatMap(({ way, on }) => (on === where ? [way] : [])).sort();
  const under = (place: string, addresses: readonly string[]): string[] =>
    addresses.filter((address) => address.includes(`/${place}/`)).sort();

  it('[S1] of a tool, the model and a person stands there as it is, runs nothing and fetches nothing', async () => {
    const shown = shownText(`${trapUrl}/app`);
    const conversation = page.getByRole('log', { name: 'Conversation' });
    await say(question);
    // Its words come as they are spoken, which takes half a minute.
    const answer = conversation.locator('[data-kind="assistant"] .turn-text');
    await expect.poll(() => answer.textContent(), { timeout: 90_000 }).toBe(shown);
    const call = conversation.locator('details.call');
    await call.locator('summary').click();
    expect(await call.getByRole('region', { name: 'Result' }).textContent()).toBe(shown);
    expect(await call.getByRole('region', { name: 'Arguments' }).textContent()).toContain('<svg onload=');
    await say(hostileText(`${trapUrl}/app`));
    const person = conversation.locator('[data-kind="person"] .turn-text').last();
    await expect.poll(() => person.textContent()).toBe(shown);
    expect(await madeOfIt()).toBe(0);
    await page.getByRole('link', { name: 'Log' }).click();
    await page.getByRole('table', { name: 'Tool calls' }).getByRole('link', { name: 'echo' }).click();
    await expect.poll(() => page.getByRole('region', { name: 'Result' }).textContent()).toBe(shown);
    expect(await madeOfIt()).toBe(0);
    expect(browser.errors).toEqual([]);

    // As HTML it is stopped by the page's policy.
    await putOnPage(page, asHtml(hostileText(`${trapUrl}/policy`)));
    await expect
      .poll(() => browser.errors.map((error) => error.split(' violates ')[0]).sort())
      .toEqual([
        'Executing inline event handler',
        'Executing inline event handler',
        'Executing inline script',
        `Loading the image '${trapUrl}/policy/markdown'`,
        `Loading the image '${trapUrl}/policy/src'`,
        'Running the JavaScript URL',
      ]);

    // The control: where there is none, all of it runs and fetches.
    const bare = await browser.context.newPage();
    await bare.goto(trapUrl);
    await putOnPage(bare, asHtml(hostileText(`${trapUrl}/bare`)));
    await expect.poll(() => ranOn(bare)).toEqual(ways);
    await expect.poll(() => under('bare', hits)).toEqual(['/bare/markdown', '/bare/src']);
    expect(under('bare', asked)).toEqual([`${trapUrl}/bare/markdown`, `${trapUrl}/bare/src`]);

    // Looked at last: what came late is here, too.
    expect(ranOn(page)).toEqual([]);
    expect([under('app', asked), under('app', hits), under('policy', hits)]).toEqual([[], [], []]);
  }, 150_000);
});
