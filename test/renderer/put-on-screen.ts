/**
 * Leads an open page into its state, and tells whether it is there: for whatever looks at every state in turn.
 */
import { scenarios } from './scenarios.ts';
import type { Page } from 'playwright';
import type { Scenario } from './scenarios.ts';

/** A window waits so long for the voice window that it says it is gone; nothing else takes longer. */
const longestMs = 20_000;

/** By presses where it takes any. @throws where the state's own words are not to be seen then */
export async function putOnScreen(page: Page, state: string): Promise<void> {
  for (const pressed of scenarioOf(state).presses ?? []) await page.locator(pressed).click();
  await seeOnScreen(page, state);
}

/** @throws where the state's own words are not to be seen */
export async function seeOnScreen(page: Page, state: string): Promise<void> {
  await page.locator(scenarioOf(state).shows).first().waitFor({ timeout: longestMs });
}

function scenarioOf(state: string): Scenario {
  const scenario = scenarios[state];
  if (!scenario) throw new Error(`There is no state named ${state}.`);
  return scenario;
}
