/**
 * The main path without a mouse, in a real browser on a scripted bridge; the other places and a joined device's page are in
 * keyboard-places.test.ts and keyboard-joined.test.ts, beside it.
 */
import { expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { tabTo } from './tab-to.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

it('[D5] every place is reached by keys, and the focus is seen', async () => {
  const page = await pages.show('talk-empty');
  for (const name of ['Servers', 'Log', 'Settings', 'Share', 'Talk']) {
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
    await tabTo(page, link);
    await page.keyboard.press('Enter');
    await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
    await page.reload();
    await page.getByRole('main').waitFor();
  }
});

it('[D5] a talk is joined, typed into, spoken in and left by keys', async () => {
  const page = await pages.show('talk-push-to-talk');
  await page.getByRole('button', { name: 'Leave' }).waitFor();
  await tabTo(page, page.getByRole('textbox', { name: 'Message' }));
  await page.keyboard.type('What files are there?');
  await page.keyboard.press('Enter');
  await expect.poll(() => askedOf(page, 'talk.send')).toEqual([{ text: 'What files are there?' }]);
  const microphone = page.getByRole('button', { name: 'Talk', exact: true });
  await tabTo(page, microphone);
  await page.keyboard.down('Enter');
  await expect.poll(() => microphone.getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.up('Enter');
  await expect.poll(() => microphone.getAttribute('aria-pressed')).toBe('false');
  await tabTo(page, page.getByRole('button', { name: 'Leave' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('window.fixture.rooms[0].closed')).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'Join' }));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Leave' }).waitFor();
});

it('[D5] an approval is allowed by Tab and Enter, and the next one denied by Esc', async () => {
  const page = await pages.show('talk-approval');
  const allow = page.getByRole('alertdialog', { name: 'Approval' }).getByRole('button', { name: 'Allow once' });
  await expect.poll(() => allow.isEnabled()).toBe(true);
  await tabTo(page, allow);
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByText('move_file').waitFor();
  await page.keyboard.press('Escape');
  await expect
    .poll(() => askedOf(page, 'approvals.answer'))
    .toEqual([
      { id: 'call-90', answer: 'once' },
      { id: 'call-91', answer: 'deny' },
    ]);
});
