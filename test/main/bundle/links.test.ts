/**
 * `parley://` links and second starts of the built main bundle: what reaches the process that is there, and what does not.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Seen } from '../../fakes/electron-orders.ts';
import { aDataFolder, DesktopProcess, pageUrl, talkWindow } from './desktop-process.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let desktop: DesktopProcess;
const share = 'https://192.168.1.20:41234/join#Zt0-9_xYqLm4';

beforeAll(async () => {
  folder = await aDataFolder();
  desktop = await DesktopProcess.start({ dataDir: folder.dataDir, args: ['parley://log'] });
});
afterAll(async () => {
  expect(await desktop.end()).toBe(0);
  await folder.remove();
});

/** What a link can change. */
async function seen(): Promise<Pick<Seen, 'asked' | 'opened'> & { place: string | undefined; windows: number }> {
  const { windows, asked, opened } = await desktop.look();
  return { place: windows[talkWindow]?.url.slice(pageUrl.length), windows: windows.length, asked, opened };
}

/** Starts Parley once more on the same profile, and tells the first one of it as the system does. */
async function startAgain(...args: string[]): Promise<DesktopProcess> {
  const second = new DesktopProcess({ dataDir: folder.dataDir, args });
  const given = await second.report((report) => ('startedAgain' in report ? report.startedAgain : undefined));
  await desktop.order('startAgain', given);
  expect(await second.ended()).toBe(0);
  return second;
}

it('[D1] the link that Parley was started with is the place it shows first', async () => {
  expect(await seen()).toEqual({ place: '#/log', windows: 2, asked: [], opened: [] });
});

it('[F12] a second start ends without a window of its own and shows the first; on another profile it is a first one', async () => {
  await desktop.order('close', talkWindow);
  const before = (await desktop.look()).windows[talkWindow];
  const second = await startAgain();
  expect(second.reports.map((report) => Object.keys(report))).toEqual([['startedAgain']]);
  const after = (await desktop.look()).windows[talkWindow];
  expect(after).toEqual({ ...before, visible: true, focused: (before?.focused ?? 0) + 1 });

  const elsewhere = await aDataFolder();
  const other = await DesktopProcess.start({ dataDir: elsewhere.dataDir });
  expect((await other.statusAt(talkWindow)).dataDir).toBe(elsewhere.dataDir);
  expect(await other.end()).toBe(0);
  await elsewhere.remove();
});

it('[D1][S8] a second start’s link shows its place here; one with anything beside it shows no place and asks nothing', async () => {
  await startAgain('parley://servers');
  expect((await seen()).place).toBe('#/servers');
  const before = await seen();
  await startAgain('parley://settings?mode=x');
  const hostile = [
    ['parley://settings/../log'],
    ['parley://evil'],
    ['parley://talk', 'parley://log'],
    ['parley://settings', '--demo', 'PARLEY://log'],
    [`parley://join?${share.replace('https', 'http')}`],
    [`parley://join?${share}&role=owner`],
    [`parley://join?${share.replace('192', 'bank.example@192')}`],
  ];
  // As the system hands them over.
  for (const args of hostile) await desktop.order('startAgain', { args: ['parley', ...args], folder: '/' });
  expect(await seen()).toEqual(before);
  await startAgain('--some-switch-of-chromium', 'parley://talk');
  expect((await seen()).place).toBe('#/talk');
});

it('[S8] a share link is asked about by its host, and opened in the browser after a yes alone', async () => {
  const before = await seen();
  const link = `parley://join?${share}`;
  await startAgain(link);
  expect((await seen()).asked).toEqual(['Join the talk at 192.168.1.20:41234 in your browser?']);
  await desktop.order('answer', 1);
  await desktop.order('openUrl', link);
  expect(await seen()).toEqual({ ...before, asked: [expect.anything(), expect.anything()] });
  await desktop.order('answer', 0);
  await expect.poll(async () => (await seen()).opened).toEqual([share]);
  expect((await seen()).place).toBe(before.place);
});

it('[D1][S8] a link that macOS hands over is read as strictly', async () => {
  const before = await seen();
  for (const url of ['https://evil.example/', 'parley://log#x', 'parley://log/x', `parley://join?${share}\r\n`]) {
    await desktop.order('openUrl', url);
    expect([url, await seen()]).toEqual([url, before]);
  }
  await desktop.order('openUrl', 'parley://log');
  expect(await seen()).toEqual({ ...before, place: '#/log' });
});
