/**
 * The desktop's bar in a real browser, beside the hidden voice window: what it says, how loud it is, and which of many words it
 * shows in its 360 × 64 pixels.
 */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { aTalk, aTurn } from '../../renderer/things.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

function emit(page: Page, event: string, state: unknown): Promise<unknown> {
  const json = JSON.stringify(state);
  return page.evaluate(`window.fixture.bridge.emit('${event}', ${json}, ${json})`);
}

/** Whether `text`, which is part of the caption, is seen whole. */
function isSeen(page: Page, text: string): Promise<boolean> {
  return page.evaluate(`{
    const caption = document.querySelector('.talk-bar-caption');
    const words = document.createTreeWalker(caption, NodeFilter.SHOW_TEXT).nextNode();
    const from = words.data.indexOf(${JSON.stringify(text)});
    const range = document.createRange();
    range.setStart(words, from);
    range.setEnd(words, from + ${text.length});
    const [seen, box] = [range, caption].map((one) => one.getBoundingClientRect());
    from >= 0 && seen.left >= box.left && seen.right <= box.right;
  }`);
}

describe('the bar', () => {
  it('[D5] has the roles and names that screen readers and checks rely on, and follows the talk', async () => {
    const page = await pages.show('bar-listening');
    const state = page.getByRole('main').getByRole('status', { name: 'Assistant state' });
    await expect.poll(() => state.textContent()).toBe('listening');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Talk');
    await page.getByText('What is in the sample', { exact: true }).waitFor();
    await emit(page, 'talk.changed', aTalk({ agent: { state: 'speaking', pid: 1 } }));
    await emit(page, 'talk.turnChanged', aTurn(2, 'assistant', 'Two files \u202eand a folder.'));
    await expect.poll(() => state.textContent()).toBe('speaking');
    await page.getByText(String.raw`Two files \u{202e}and a folder.`, { exact: true }).waitFor();
    expect(await page.getByText('What is in the sample').count()).toBe(0);
    // Who works in another program is not to be taken there.
    expect(await page.locator('button, a, input, [tabindex]').count()).toBe(0);
  });

  it('[V4] shows how loud the microphone of the voice window is', async () => {
    const page = await pages.show('bar-listening');
    const loudness = (): Promise<number> =>
      page.evaluate("Number(document.querySelector('.level-bar').style.getPropertyValue('--part'))");
    await expect.poll(loudness).toBeGreaterThan(0.1);
  });

  it.each([
    ['bar-speaking', 'There are two files', 'and two lemons.'],
    ['bar-right-to-left', 'يوجد ملفان', 'وليمونتان.'],
  ])(
    '[V6] shows the end of more words than it has room for, whichever way they are written: %s',
    async (state, first, last) => {
      const page = await pages.show(state);
      await page.getByText(last).waitFor();
      expect([await isSeen(page, first), await isSeen(page, last)]).toEqual([false, true]);
      const room = '({ width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight })';
      expect(await page.evaluate(room)).toEqual({ width: 360, height: 64 });
    },
  );

  it.each(['light', 'dark'] as const)('has an edge that is seen on whatever it lies: %s', async (colorScheme) => {
    const page = await pages.show('bar-thinking', { colorScheme });
    const { shadow, ground } = await page.evaluate<{ shadow: string; ground: string }>(`{
      const { boxShadow, backgroundColor } = getComputedStyle(document.querySelector('.talk-bar'));
      ({ shadow: boxShadow, ground: backgroundColor });
    }`);
    expect(shadow).toContain('inset');
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(24, 25, 28)');
  });
});
