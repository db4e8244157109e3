/**
 * Takes a picture of every scenario, light and dark, narrow and wide: `node test/renderer/screenshots.script.ts [name part] [look]`.
 *
 * Always: prints what the page complained about; a page that complains is not ready to be shown.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openChromium } from './chromium.ts';
import { openFixtureSite } from './fixture-site.ts';
import { scenarioNames } from './scenario-names.ts';

const looks = [
  { name: 'light-1280', colorScheme: 'light', width: 1280, height: 800 },
  { name: 'dark-1280', colorScheme: 'dark', width: 1280, height: 800 },
  { name: 'light-420', colorScheme: 'light', width: 420, height: 780 },
  { name: 'dark-420', colorScheme: 'dark', width: 420, height: 780 },
] as const;

const [namePart = '', lookPart = ''] = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), 'parley-shots-'));
const site = await openFixtureSite();
for (const microphone of [true, false]) {
  const browser = await openChromium({ microphone });
  for (const look of looks.filter(({ name }) => name.includes(lookPart))) {
    const { width, height, colorScheme } = look;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1 });
    for (const state of scenarioNames.filter(
      (name) => name.includes(namePart) && name.endsWith('no-microphone') !== microphone,
    )) {
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          console.log(`${state} ${look.name}: ${message.text()}`);
      });
      page.on('pageerror', (error) => console.log(`${state} ${look.name}: ${error.stack ?? error.message}`));
      await page.goto(`${site.origin}/?state=${state}`);
      await page.getByRole('main').waitFor();
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
      await page.screenshot({ path: path.join(folder, `${state}.${look.name}.png`) });
      await page.close();
    }
    await context.close();
  }
  await browser.close();
}
await site.close();
console.log(folder);
