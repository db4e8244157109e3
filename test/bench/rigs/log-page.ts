/**
 * What a person feels of a long list in a browser: the wait from the click to the first rows, then the frames under the wheel.
 *
 * Always: the same code measures every page, inside the page, by its own clock; a row is there when it is painted.
 */
import type { Browser, Page } from 'playwright';

export interface ListPage {
  readonly url: string;
  /** A row with its words, and a row without them. */
  readonly row: string;
  readonly blank: string;
  readonly scrolled: string;
}

export interface ListTimes {
  /** Click on "Log" → first rows painted. */
  readonly openMs: number;
  readonly framesMs: readonly number[];
  /** Frames in which a row had no words yet, 0–1. */
  readonly blankShare: number;
  readonly rowsPassed: number;
  /** In the page after the first turn of the wheel, and the most from then on. */
  readonly nodesAtTop: number;
  readonly nodesMost: number;
}

const rowHeightPx = 38;
/** A turn in every frame: thirteen new rows each, far more than a hand's swing brings. */
const turns = 300;
const turnPx = 500;

/** Runs in the page. */
const watchOpening = (row: string): string => `{
  let clickedAtMs = 0;
  addEventListener('click', () => (clickedAtMs = performance.now()), { capture: true, once: true });
  window.opened = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('${row}')) return;
      watcher.disconnect();
      const painted = new MessageChannel();
      painted.port1.onmessage = () => resolve(performance.now() - clickedAtMs);
      requestAnimationFrame(() => painted.port2.postMessage(null));
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  null; // Else the promise would be waited for at once.
}`;

/** Runs in the page. */
const watchFrames = (blank: string): string => `{
  const seen = { framesMs: [], blanks: 0, nodes: 0, over: false };
  let lastMs = null;
  const onFrame = (nowMs) => {
    if (lastMs !== null) seen.framesMs.push(nowMs - lastMs);
    lastMs = nowMs;
    if (document.querySelector('${blank}')) seen.blanks += 1;
    seen.nodes = Math.max(seen.nodes, document.getElementsByTagName('*').length);
    if (!seen.over) requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  window.seen = seen;
  null;
}`;

export async function measureList(browser: Browser, list: ListPage): Promise<ListTimes> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(list.url);
    const link = page.getByRole('link', { name: 'Log', exact: true });
    await link.hover();
    await page.evaluate(`new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 }))`);
    await page.evaluate(watchOpening(list.row));
    await link.click();
    const openMs = await page.evaluate<number>('window.opened');
    return { openMs, ...(await measureWheel(page, list)) };
  } finally {
    await context.close();
  }
}

async function measureWheel(page: Page, list: ListPage): Promise<Omit<ListTimes, 'openMs'>> {
  await page.mouse.move(640, 500);
  await page.mouse.wheel(0, turnPx);
  // Evaluated whole: the page's own policy forbids what `waitForFunction` does with a text.
  await page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector('${list.scrolled}').scrollTop > 0 ? resolve() : requestAnimationFrame(look);
    look();
  })`);
  const nodesAtTop = await page.evaluate<number>('document.getElementsByTagName("*").length');
  await page.evaluate(watchFrames(list.blank));
  for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(0, turnPx);
  const top = await page.evaluate<number>(
    `(window.seen.over = true, document.querySelector('${list.scrolled}').scrollTop)`,
  );
  const seen = await page.evaluate<{ framesMs: number[]; blanks: number; nodes: number }>('window.seen');
  return {
    framesMs: seen.framesMs,
    blankShare: seen.blanks / seen.framesMs.length,
    rowsPassed: Math.round(top / rowHeightPx),
    nodesAtTop,
    nodesMost: seen.nodes,
  };
}
