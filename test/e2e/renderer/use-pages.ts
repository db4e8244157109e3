/**
 * Pages with a microphone for the tests of a file; at its end none may have complained.
 */
import { afterAll, beforeAll, expect } from 'vitest';
import { FixturePages } from './fixture-page.ts';

/** `give` is handed the pages before the first test. */
export function usePages(give: (pages: FixturePages) => void): void {
  let pages: FixturePages;
  beforeAll(async () => {
    pages = await FixturePages.open({ microphone: true });
    give(pages);
  });
  afterAll(async () => {
    await pages.close();
    expect(pages.complaints).toEqual([]);
  });
}
