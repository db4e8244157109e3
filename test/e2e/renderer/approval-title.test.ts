/**
 * A call that waits for the owner is in the title of every page of theirs: seen in other tabs, in the list of windows, on a phone.
 */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import type { FixturePages, ShowOptions } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

function answered(page: Page): Promise<unknown> {
  return page.evaluate("window.fixture.bridge.emit('approvals.changed', [], [])");
}

it('[M12] the title says so while a call waits, and goes back', async () => {
  const places: [string, ShowOptions, string][] = [
    ['talk-approval', {}, 'Parley'],
    ['talk-approval', { hash: '#/log' }, 'Parley'],
    ['talk-approval', { part: 'settings', hash: '#/servers' }, 'Parley settings'],
    ['join-owner', { width: 360, touch: true }, 'Parley'],
  ];
  for (const [state, options, title] of places) {
    const page = await pages.show(state, options);
    await expect.poll(() => page.title()).toBe(`Approval needed – ${title}`);
    await answered(page);
    await expect.poll(() => page.title()).toBe(title);
  }
});

it('[M12] on an owner’s device the title goes back when its visit ends', async () => {
  const page = await pages.show('join-owner');
  await expect.poll(() => page.title()).toBe('Approval needed – Parley');
  await page.evaluate('window.fixture.endVisit("removed")');
  await page.getByRole('heading', { name: 'You are no longer in the talk' }).waitFor();
  expect(await page.title()).toBe('Parley');
});

it('[M12] a guest’s title says nothing of what waits for the owner', async () => {
  const page = await pages.show('join-working');
  await page.getByRole('log', { name: 'Conversation' }).waitFor();
  expect(await page.title()).not.toContain('Approval');
});
