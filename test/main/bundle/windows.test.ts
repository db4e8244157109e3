/**
 * The windows of the built main bundle, over a start and the next one on the same profile.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeenWindow } from '../../fakes/electron-orders.ts';
import { aDataFolder, DesktopProcess, pageUrl, talkWindow, voiceWindow } from './desktop-process.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let desktop: DesktopProcess;
const settingsUrl = `${pageUrl}?part=settings`;

beforeAll(async () => {
  folder = await aDataFolder();
  desktop = await DesktopProcess.start({ dataDir: folder.dataDir });
});
afterAll(async () => {
  expect(await desktop.end()).toBe(0);
  await folder.remove();
});

const windows = async (): Promise<readonly SeenWindow[]> => (await desktop.look()).windows;

/** Those that were opened, closed ones included. */
async function settingsWindows(): Promise<SeenWindow[]> {
  return (await windows()).filter(({ url }) => url.startsWith(settingsUrl));
}

it('[D1] the conversation is shown and the voice is not; closing hides the one, and both pages go on being served', async () => {
  expect(await windows()).toMatchObject([
    { url: pageUrl, visible: true, loads: 1, bounds: { width: 1080, height: 760 } },
    { url: `${pageUrl}?part=voice`, visible: false, loads: 1 },
  ]);
  const page = await desktop.page(talkWindow);
  const { demo } = await page.invoke('status.get', undefined);
  expect(await desktop.order('close', talkWindow)).toBe(false);
  expect((await windows())[talkWindow]).toMatchObject({ visible: false, closed: false });
  for (const served of [page, await desktop.page(voiceWindow)]) {
    expect((await served.invoke('status.get', undefined)).demo).toBe(demo);
  }
  await desktop.order('choose', 'Open Parley');
  expect((await windows())[talkWindow]).toMatchObject({ visible: true, focused: 1, loads: 1 });
});

it('[D1] the settings open once by menu and key, come to the front as they are, and close with their connection alone', async () => {
  await desktop.order('choose', 'Settings…');
  expect(await settingsWindows()).toMatchObject([{ url: `${settingsUrl}#/settings`, visible: true, focused: 1 }]);
  await desktop.order('choose', 'Settings…');
  expect(await desktop.order('press', { window: talkWindow, key: ',' })).toBe(true);
  expect(await desktop.order('press', { window: talkWindow, key: '.' })).toBe(false);
  expect(await settingsWindows()).toMatchObject([{ loads: 1, focused: 3 }]);

  const settings = (await windows()).findIndex(({ url }) => url.startsWith(settingsUrl));
  expect((await desktop.statusAt(settings)).dataDir).toBe(folder.dataDir);
  const bounds = { x: 100, y: 90, width: 700, height: 600 };
  await desktop.order('place', { window: settings, bounds });
  expect(await desktop.order('close', settings)).toBe(true);
  expect((await desktop.statusAt(talkWindow)).dataDir).toBe(folder.dataDir);

  await desktop.order('press', { window: talkWindow, key: ',' });
  expect(await settingsWindows()).toMatchObject([
    { closed: true, bounds },
    { closed: false, bounds, visible: true },
  ]);
});

it('[D1] the next start opens them where they were', async () => {
  const talk = { x: 40, y: 30, width: 900, height: 700 };
  const settings = { x: 500, y: 200, width: 800, height: 650 };
  const open = (await windows()).findIndex(({ url, closed }) => url.startsWith(settingsUrl) && !closed);
  await desktop.order('place', { window: talkWindow, bounds: talk });
  await desktop.order('place', { window: open, bounds: settings });
  expect(await desktop.end()).toBe(0);

  desktop = await DesktopProcess.start({ dataDir: folder.dataDir });
  await desktop.order('choose', 'Settings…');
  expect((await windows())[talkWindow]?.bounds).toEqual(talk);
  expect((await settingsWindows()).map(({ bounds }) => bounds)).toEqual([settings]);
});
