/**
 * States of the windows under axe, in a real browser: light and dark, wide, narrow and on a phone.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putOnScreen, seeOnScreen } from '../../renderer/put-on-screen.ts';
import { scenarios } from '../../renderer/scenarios.ts';
import { FixturePages } from './fixture-page.ts';
import type { Page } from 'playwright';

/** Dark changes nothing but colors, so only those are looked at again. */
const looks = [
  { colorScheme: 'light', width: 1280, rules: 'all' },
  { colorScheme: 'light', width: 390, rules: 'all' },
  { colorScheme: 'dark', width: 420, rules: 'colors' },
  { colorScheme: 'dark', width: 1280, rules: 'colors' },
] as const;

/** A thousand turns take a busy machine long. */
const longestMs = 240_000;

/** What axe finds on the page as it is, one line per element. */
async function findViolations(page: Page, rules: 'all' | 'colors'): Promise<string[]> {
  // The other mode opens a second page per run, which only frames need.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (rules === 'all' ? axe : axe.withRules('color-contrast')).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${String(target)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  );
}

/**
 * Puts the page into a look and waits until its colors have arrived there; a window with a width of its own keeps it. Chromium
 * draws a page that is hardly higher than a line once a second only.
 */
async function dress(page: Page, name: string, { colorScheme, width }: (typeof looks)[number]): Promise<void> {
  await page.setViewportSize({ width: scenarios[name]?.size?.width ?? width, height: 800 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.locator(`.radix-themes.${colorScheme}`).waitFor({ timeout: longestMs });
  await page.evaluate(`new Promise(requestAnimationFrame)
    .then(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))`);
}

/** Half of the time that all states take: two files run side by side. */
export const isTalkOrServers = (name: string): boolean => /^(?:talk|servers)-/.test(name);

/** A test for each of these states; one that is not on the screen fails. */
export function findNothingIn(names: readonly string[]): void {
  let pages: FixturePages;
  beforeAll(async () => {
    pages = await FixturePages.open({ microphone: true });
  });
  afterAll(() => pages.close());

  it.each(names)(
    '[D5] axe finds nothing in %s',
    async (name) => {
      const page = await pages.show(name);
      await putOnScreen(page, name);
      // An approval's buttons are locked for its first moment; after it they have their colors.
      await expect.poll(() => page.locator('.approval button:disabled').count()).toBe(0);
      const found: string[] = [];
      for (const look of looks) {
        await dress(page, name, look);
        await seeOnScreen(page, name);
        const violations = await findViolations(page, look.rules);
        found.push(...violations.map((line) => `${look.colorScheme} ${look.width}: ${line}`));
      }
      expect(found).toEqual([]);
    },
    longestMs,
  );
}
