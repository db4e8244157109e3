/**
 * The window at the width of a small phone: nothing one acts with reaches out of its part, and nothing lies on anything else.
 */
import { expect, it } from 'vitest';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

/** What is wider than the part it stands in, by its words. */
const tooWide = `[...document.querySelectorAll('.place :is(button, .rt-SegmentedControlRoot)')]
  .filter((one) => {
    const part = one.closest('.card, .first-step, .dock, .page') ?? document.body;
    return one.checkVisibility() && one.getBoundingClientRect().right > part.getBoundingClientRect().right;
  })
  .map((one) => one.textContent)`;

/** Whether the parts beside the microphone, and its own words, lie apart. */
const isApart = `(() => {
  const parts = [...document.querySelectorAll('.dock-controls > *, .dock-controls .hands-free > span')];
  const boxes = parts.filter((part) => part.textContent).map((part) => part.getBoundingClientRect());
  const middle = document.querySelector('.dock-controls .microphone').getBoundingClientRect();
  const others = boxes.filter((box) => box.left !== middle.left || box.right !== middle.right);
  return others.every((box) => box.right <= middle.left || box.left >= middle.right);
})()`;

it.each(['settings-providers', 'settings-voice', 'servers-add', 'share-working', 'talk-no-key', 'talk-approval'])(
  'in %s all stays in its part',
  async (state) => {
    const page = await pages.show(state, { width: 360 });
    await page.locator('.place button:visible').first().waitFor();
    await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
  },
);

it.each(['join-listen', 'join-owner', 'talk-approval'])(
  'in %s nothing lies on the microphone’s words',
  async (state) => {
    const page = await pages.show(state, { width: 360 });
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await expect.poll(() => page.evaluate(isApart)).toBe(true);
    const handsFree = page.locator('.hands-free > span');
    if ((await handsFree.count()) > 0) expect((await handsFree.boundingBox())?.height).toBeLessThan(24);
  },
);
