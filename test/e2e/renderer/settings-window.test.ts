/**
 * The desktop's settings window in a real browser on a scripted bridge, and the key to Settings in a browser's tab.
 */
import { expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

function placesOf(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
}

it('[D1] shows Servers and Settings, and no other place by whatever address', async () => {
  const page = await pages.show('settings', { part: 'settings', width: 980 });
  expect(await placesOf(page)).toEqual(['Servers', 'Settings']);
  expect(await page.title()).toBe('Parley settings');
  await page.getByRole('link', { name: 'Servers', exact: true }).click();
  await page.getByRole('button', { name: 'Add server' }).waitFor();
  await page.evaluate("window.location.hash = '#/talk'");
  await page.getByRole('navigation', { name: 'Settings sections' }).waitFor();
  expect(await page.getByRole('log').count()).toBe(0);
});

it('[D1] Ctrl+, goes to Settings in a tab, and stays in the section one is in', async () => {
  const page = await pages.show('servers-working');
  expect(await placesOf(page)).toEqual(['Talk', 'Servers', 'Log', 'Settings', 'Share']);
  await page.keyboard.press('Control+Shift+Comma');
  expect(page.url()).not.toContain('#/settings');
  await page.keyboard.press('Control+Comma');
  await expect.poll(() => page.url()).toMatch(/#\/settings$/);
  await page.getByRole('link', { name: /^Voice/ }).click();
  await page.keyboard.press('Control+Comma');
  expect(page.url()).toMatch(/#\/settings\/voice$/);
});

it('[D1] Shortcuts lists every key of the window, that of the settings as one that works in a tab too', async () => {
  const page = await pages.show('settings-shortcuts');
  const keys = page.getByRole('region', { name: 'In the window' }).locator('dl > div');
  await keys.first().waitFor();
  expect(await keys.evaluateAll((rows) => rows.map((row) => [...row.children].map((one) => one.textContent)))).toEqual([
    ['Space', 'Hold to talk, outside of text fields'],
    ['Esc', 'Take your turn back, stop the assistant, deny a request'],
    ['Ctrl/Cmd + ,', 'Open settings'],
    ['Enter', 'Send what you typed'],
  ]);
});

it('[D1] the look that is chosen there is the look of the conversation at once', async () => {
  const talk = await pages.show('talk-working', { part: 'window' });
  const settings = await pages.show('settings', { part: 'settings', beside: true });
  expect(await talk.locator('.radix-themes.dark').count()).toBe(0);
  await settings.getByRole('radio', { name: 'Dark' }).click();
  await talk.locator('.radix-themes.dark').waitFor();
});
