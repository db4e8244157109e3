import { scenarios } from './scenarios.ts';
import type { Page } from 'playwright';

/** A window waits so long for the voice window that it says it is gone; nothing else takes longer. */
const longestMs = 20_000;

/** Leads an open page into its state, by presses where it takes any. @throws where the state's own words are not to be seen. */
export async function putOnScreen(page: Page, state: string): Promise<void> {
  const scenario = scenarios[state];
  if (!scenario) throw new Error(`There is no state named ${state}.`);
  for (const pressed of scenario.presses ?? []) await page.locator(pressed).click();
  await page.locator(scenario.shows).first().waitFor({ timeout: longestMs });
}
