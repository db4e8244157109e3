/**
 * A part of the window that throws while it is drawn: it says so in its place, the rest and the talk go on, and it can be had back.
 */
import type { Page } from 'playwright';
import { afterEach, expect, it } from 'vitest';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));
// Each failure is in the console, too, with its own words.
afterEach(() => {
  const ours = pages.complaints.filter((line) => /TypeError|is not iterable/.test(line));
  expect(ours.length).toBeGreaterThan(0);
  for (const line of ours) pages.complaints.splice(pages.complaints.indexOf(line), 1);
});

/** What no host sends: views that read it throw. */
function emit(page: Page, event: string, payload: string): Promise<unknown> {
  return page.evaluate(`window.fixture.bridge.emit('${event}', ${payload}, ${payload})`);
}

const failed = 'This part of the window failed.';

it('[F11] a conversation that cannot be shown leaves the talk its sound, its microphone and its other parts', async () => {
  const page = await pages.show('talk-listening');
  await page.getByRole('button', { name: 'Leave' }).waitFor();
  await expect.poll(() => page.evaluate('window.fixture.rooms[0].published?.readyState')).toBe('live');
  await emit(page, 'talk.turnChanged', "{ id: 'turn-10', text: 'Broken', final: true, startedAtMs: 0 }");
  const alert = page.locator('.talk-main').getByRole('alert').filter({ hasText: failed });
  await alert.waitFor();
  expect(await alert.getByRole('textbox', { name: 'Details of the failure' }).inputValue()).toMatch(
    /^TypeError: [^]*\n {4}at main/,
  );
  expect(await page.getByRole('alert').count()).toBe(1);
  expect(await page.getByRole('list', { name: 'Tool calls' }).getByRole('listitem').count()).toBe(4);
  const microphone = page.getByRole('button', { name: 'Talk', exact: true });
  await microphone.click();
  await expect.poll(() => microphone.getAttribute('aria-pressed')).toBe('false');
  expect(await page.evaluate('window.fixture.rooms.map(({ closed }) => closed)')).toEqual([false]);

  await alert.getByRole('button', { name: 'Show again' }).click();
  await alert.waitFor();
  await emit(
    page,
    'talk.turnChanged',
    "{ id: 'turn-10', text: 'Whole', final: true, startedAtMs: 0, interrupted: false, via: 'voice', " +
      "speaker: { kind: 'assistant', identity: 'agent-main', name: 'Parley' } }",
  );
  await alert.getByRole('button', { name: 'Show again' }).click();
  await page.getByRole('log', { name: 'Conversation' }).getByText('Whole').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('[F11] a place that fails leaves the ways to the others, and is tried again at another address', async () => {
  const page = await pages.show('talk-working', { hash: '#/servers' });
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  await emit(page, 'mcp.serversChanged', '[null]');
  await page.getByRole('alert').filter({ hasText: failed }).waitFor();
  await emit(page, 'mcp.serversChanged', '[]');
  await page.evaluate("location.hash = '#/servers/add'");
  await page.getByRole('button', { name: 'Test connection' }).waitFor();
  await emit(page, 'mcp.serversChanged', '[null]');
  await page.evaluate("location.hash = '#/servers'");
  await page.getByRole('alert').filter({ hasText: failed }).waitFor();
  await page.getByRole('link', { name: 'Talk' }).click();
  await page.getByRole('log', { name: 'Conversation' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

it('[F11] what fails outside of every part leaves no blank window, and ends no talk', async () => {
  const page = await pages.show('talk-approval');
  await page.getByRole('button', { name: 'Leave' }).waitFor();
  await page.evaluate(`Object.defineProperty(document, 'title', {
    configurable: true,
    set: () => { throw new TypeError('The title cannot be set.'); },
  })`);
  await emit(page, 'approvals.changed', '[]');
  await page.getByRole('alert').filter({ hasText: failed }).waitFor();
  expect(await page.getByRole('main').count()).toBe(0);
  expect(await page.evaluate('window.fixture.rooms.map(({ closed }) => closed)')).toEqual([false]);
  await page.evaluate('delete document.title');
  await page.getByRole('button', { name: 'Show again' }).click();
  await page.getByRole('log', { name: 'Conversation' }).waitFor();
  await page.getByRole('button', { name: 'Leave' }).waitFor();
});

it('[F11] its details can be copied', async () => {
  const page = await pages.show('talk-working', { hash: '#/servers' });
  await emit(page, 'mcp.serversChanged', '[null]');
  await page.getByRole('button', { name: 'Copy details' }).click();
  await page.getByText(/^Copied\.$|copy them by hand/).waitFor();
});
