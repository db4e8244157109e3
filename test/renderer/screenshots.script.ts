/**
 * Takes a picture of every scenario, light and dark, narrow and wide: `node test/renderer/screenshots.script.ts [name part] [look]`.
 *
 * Always: prints what the page complained about; a page that complains is not ready to be shown.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FixturePages } from '../e2e/renderer/fixture-page.ts';
import { putOnScreen } from './put-on-screen.ts';
import { scenarioNames } from './scenario-names.ts';

const looks = [
  { name: 'light-1280', colorScheme: 'light', width: 1280, height: 800 },
  { name: 'dark-1280', colorScheme: 'dark', width: 1280, height: 800 },
  { name: 'light-420', colorScheme: 'light', width: 420, height: 780 },
  { name: 'dark-420', colorScheme: 'dark', width: 420, height: 780 },
] as const;

const [namePart = '', lookPart = ''] = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), 'parley-shots-'));
const pages = await FixturePages.open({ microphone: true, strict: true });
for (const state of scenarioNames.filter((name) => name.includes(namePart))) {
  for (const look of looks.filter(({ name }) => name.includes(lookPart))) {
    const page = await pages.show(state, look);
    try {
      await putOnScreen(page, state);
    } catch (error) {
      console.log(`${state} ${look.name}: ${String(error)}`);
    }
    // What moves in has come to rest.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await page.screenshot({ path: path.join(folder, `${state}.${look.name}.png`) });
    for (const complaint of pages.complaints.splice(0)) console.log(`${look.name} ${complaint}`);
  }
}
await pages.close();
console.log(folder);
