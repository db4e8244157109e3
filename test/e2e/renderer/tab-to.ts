/**
 * Ways through a page by keys alone, for tests that press nothing else.
 */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';

/** More parts than any way in these tests has. */
const mostPresses = 40;

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** Presses Tab until `target` has the focus, which must be seen; nothing on the way may swallow it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses <= mostPresses; presses += 1) {
    if (await hasFocus(target)) return expect(await isFocusSeen(page)).toBe(true);
    await page.keyboard.press(key);
  }
  throw new Error(`${mostPresses} presses of ${key} did not reach ${String(target)}.`);
}

/** Presses an arrow, which leads to `target`: in a group of choices the focus follows a moment later. */
export async function arrowTo(page: Page, key: 'ArrowRight', target: Locator): Promise<void> {
  await page.keyboard.press(key);
  await expect.poll(() => hasFocus(target)).toBe(true);
}

/** Goes to `target` and presses a key on it. */
export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Goes to a field and types into it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** An outline of the element itself or of what is drawn over it; a field may have it around what it lies in. */
function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(`{
    const hasOutline = (element, part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    };
    const { activeElement: at } = document;
    [undefined, '::before', '::after'].some((part) => hasOutline(at, part)) ||
      (at.matches('input, textarea') && hasOutline(at.parentElement));
  }`);
}
