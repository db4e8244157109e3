/**
 * Images and sound that a tool returned, in the conversation's own item of the call.
 */
import { expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

it('[M9] are read when the call is opened, no sooner, shown beside its words, and let go when it is closed', async () => {
  const page = await pages.show('talk-media');
  const call = page.getByRole('log', { name: 'Conversation' }).locator('details').filter({ hasText: 'take_picture' });
  await call.waitFor();
  expect(await askedOf(page, 'log.show')).toEqual([]);
  await call.locator('summary').click();
  const image = call.getByRole('img', { name: 'Image the tool returned' });
  await image.waitFor();
  await expect
    .poll(() => page.evaluate("document.querySelector('.conversation .call-media img').naturalWidth"))
    .toBe(160);
  const sound = call.locator('audio');
  await expect.poll(() => page.evaluate("document.querySelector('.conversation .call-media audio')?.duration")).toBe(1);
  await call.getByText('Too large to show here (image/png).').waitFor();
  const url = await sound.getAttribute('src');
  await page.evaluate('window.letGo = []; URL.revokeObjectURL = (url) => void window.letGo.push(url)');
  await call.locator('summary').click();
  await expect.poll(() => call.locator('.call-media').count()).toBe(0);
  expect(await page.evaluate('window.letGo')).toContain(url);
});

it('[M9] nothing is added to a call that returned words only', async () => {
  const page = await pages.show('talk-media');
  const call = page.getByRole('log', { name: 'Conversation' }).locator('details').filter({ hasText: 'list_directory' });
  await call.locator('summary').click();
  await expect.poll(() => askedOf(page, 'log.show')).toContainEqual({ id: 'call-4' });
  expect(await call.locator('.call-media').count()).toBe(0);
});

it('[M9] a device that came by a link asks nothing of the log', async () => {
  const page = await pages.show('join-working');
  await page.getByRole('log', { name: 'Conversation' }).locator('summary').first().click();
  await page.getByRole('log', { name: 'Conversation' }).getByRole('heading', { name: 'Result' }).waitFor();
  expect(await askedOf(page, 'log.show')).toEqual([]);
});
