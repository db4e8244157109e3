/**
 * A running tool ends at the person's word: by Escape, and by a button where there is no such key.
 */
import { expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

it('[V5] by Escape while the assistant waits for it', async () => {
  const page = await pages.show('talk-working');
  await page.getByText('thinking', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => askedOf(page, 'talk.interrupt')).toEqual([{}]);
});

it('[V5] by the button at the call that runs, and at no other', async () => {
  const page = await pages.show('talk-working');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect.poll(() => askedOf(page, 'talk.interrupt')).toEqual([{}]);
});

it('[V5] nothing is stopped where nothing is under way', async () => {
  const page = await pages.show('talk-listening');
  await page.getByText('listening', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
  expect(await askedOf(page, 'talk.interrupt')).toEqual([]);
});
