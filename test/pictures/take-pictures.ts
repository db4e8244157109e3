/**
 * Takes the pictures of the README from the real app in the demo: a turn is typed, a tool runs, the windows are photographed.
 *
 * `npm run pictures` writes docs/images; look at them before committing. Nothing in them is drawn or mocked.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { findBrowser } from '../e2e/rig/find-browser.ts';
import { startHost } from '../e2e/rig/host-process.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/images');
const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 780 };

async function typeTurn(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await page
    .getByRole('status', { name: 'Assistant state' })
    .filter({ hasText: /ready|off/i })
    .waitFor();
}

async function open(page: Page, place: string, settled: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
  await page.getByText(settled).filter({ visible: true }).first().waitFor();
}

async function takePictures(page: Page, url: string): Promise<void> {
  const take = (name: string): Promise<unknown> =>
    page.screenshot({ animations: 'disabled', path: path.join(folder, `${name}.png`) });
  await page.setViewportSize(wide);
  await page.goto(url);
  await typeTurn(page, 'What files are in the sample folder?');
  await page
    .getByRole('log', { name: 'Conversation' })
    .getByText(/shopping/i)
    .filter({ visible: true })
    .first()
    .waitFor();
  await take('talk');
  await open(page, 'Servers', 'filesystem');
  await page.getByRole('listitem', { name: 'filesystem' }).first().click();
  // The first tab shows where things lie on the machine that takes the picture.
  await page.getByRole('tab', { name: 'Tools' }).click();
  await page.getByText('list_directory').filter({ visible: true }).first().waitFor();
  await take('servers');
  await page.setViewportSize(narrow);
  await open(page, 'Talk', 'sample folder');
  await take('talk-narrow');
}

const host = await startHost({ args: ['--demo'] });
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
});
try {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, deviceScaleFactor: 1 });
    const page = await context.newPage();
    if (colorScheme === 'light') await takePictures(page, host.url);
    else {
      await page.setViewportSize(wide);
      await page.goto(host.url);
      await page
        .getByText(/shopping/i)
        .filter({ visible: true })
        .first()
        .waitFor();
      await page.screenshot({ animations: 'disabled', path: path.join(folder, 'talk-dark.png') });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await host.stop();
}
