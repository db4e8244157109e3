/**
 * Whose the space bar is, in a real browser: the talk's after a click of the mouse, the button's for those who use the keyboard.
 */
import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

const keysOf = async (page: Page): Promise<unknown[]> =>
  (await askedOf(page, 'talk.key')).map((input) => (input as { action: string }).action);

async function joinedTalk(page: Page): Promise<Locator> {
  const leave = page.getByRole('button', { name: 'Leave' });
  await leave.waitFor();
  await page.getByText('Hold, or hold Space').waitFor();
  return leave;
}

describe('[V4] Space', () => {
  it('talks after a click on Join', async () => {
    const page = await pages.show('talk-push-to-talk');
    const leave = await joinedTalk(page);
    await leave.click();
    await page.getByRole('button', { name: 'Join' }).click();
    await joinedTalk(page);
    await page.keyboard.down('Space');
    await expect.poll(() => keysOf(page)).toEqual(['down']);
    await page.keyboard.up('Space');
    await expect.poll(() => keysOf(page)).toEqual(['down', 'up']);
    expect(await leave.count()).toBe(1);
  });

  it.each([
    ['switch', (page: Page) => page.getByRole('switch', { name: 'Hands-free' })],
    ['its words', (page: Page) => page.locator('.hands-free').getByText('Hands-free')],
  ])('talks after a click on the switch: %s', async (_part, find) => {
    const page = await pages.show('talk-push-to-talk');
    await joinedTalk(page);
    await find(page).click();
    await expect.poll(() => askedOf(page, 'talk.setMode')).toEqual([{ mode: 'hands-free' }]);
    await page.keyboard.press('Space');
    await expect.poll(() => keysOf(page)).toEqual(['down', 'up']);
    expect(await askedOf(page, 'talk.setMode')).toEqual([{ mode: 'hands-free' }]);
  });

  it('talks after a click on a link', async () => {
    const page = await pages.show('talk-push-to-talk');
    await joinedTalk(page);
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await page.keyboard.press('Space');
    await expect.poll(() => keysOf(page)).toEqual(['down', 'up']);
  });

  it('presses what was reached by the keyboard, which keeps the focus', async () => {
    const page = await pages.show('talk-push-to-talk');
    const leave = await joinedTalk(page);
    await leave.focus();
    await page.keyboard.press('Space');
    const join = page.getByRole('button', { name: 'Join' });
    await join.waitFor();
    expect(await join.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await joinedTalk(page);
    const handsFree = page.getByRole('switch', { name: 'Hands-free' });
    await handsFree.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => askedOf(page, 'talk.setMode')).toEqual([{ mode: 'hands-free' }]);
    expect(await handsFree.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    expect(await keysOf(page)).toEqual([]);
  });

  it('presses once what is still at work, which keeps the focus', async () => {
    const page = await pages.show('talk-push-to-talk');
    await joinedTalk(page);
    await page.getByRole('link', { name: 'Servers', exact: true }).click();
    await page.getByRole('listitem', { name: 'filesystem' }).click();
    // It never answers: nothing is scripted here for it.
    const test = page.getByRole('button', { name: 'Test connection' });
    await test.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => test.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    expect(await test.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    expect(await askedOf(page, 'mcp.test')).toHaveLength(1);
    expect(await keysOf(page)).toEqual([]);
  });
});
