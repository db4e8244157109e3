/**
 * A share link that the system hands to the desktop app: the question that names its host, and what a yes and a no do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runDesktop } from '../../src/main/desktop.ts';
import type { DesktopParts } from '../../src/main/desktop.ts';
import { FakeElectron } from '../fakes/electron.ts';
import { aFakeApp, desktopParts } from './desktop-parts.ts';

const url = 'https://192.168.1.20:41234/join#Zt0-9_xYqLm4';
const link = `parley://join?${url}`;
let folder: string;
let electron: FakeElectron;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-share-links-'));
  electron = new FakeElectron();
});
afterEach(async () => {
  electron.app.quit();
  await rm(folder, { recursive: true });
});

async function startDesktop(changes: Partial<DesktopParts> = {}): Promise<void> {
  await runDesktop({ ...desktopParts({ folder, electron, app: aFakeApp() }), ...changes });
}

function follow(...args: string[]): void {
  electron.app.startAgain(['parley', ...args]);
}

function answerLast(response: number): void {
  electron.questions.at(-1)?.answer(response);
}

it('[S8] is opened in the browser after a yes to its host, and no page of ours goes there', async () => {
  await startDesktop();
  const loads = electron.windows.map(({ loads }) => loads);
  follow('--allow-file-access-from-files', link);
  const { asked } = electron.questions[0] ?? {};
  expect(asked?.message).toBe('Join the talk at 192.168.1.20:41234 in your browser?');
  expect(asked?.buttons[asked.defaultId]).toBe('Cancel');
  expect(asked?.buttons[asked.cancelId]).toBe('Cancel');
  expect(electron.opened).toEqual([]);
  answerLast(0);
  await expect.poll(() => electron.opened).toEqual([url]);
  expect(electron.windows.map(({ loads }) => loads)).toEqual(loads);
});

it('[S8] is left alone after a no, and may be asked for again', async () => {
  await startDesktop();
  follow(link);
  answerLast(1);
  await expect.poll(() => (follow(link), electron.questions.length)).toBe(2);
  expect(electron.opened).toEqual([]);
});

it('[S8] does not pile up questions while one is open', async () => {
  await startDesktop();
  follow(link);
  follow(link.replace('192.168.1.20', 'evil.example'));
  electron.app.openUrl(link);
  expect(electron.questions).toHaveLength(1);
});

it('[S8] that was edited asks nothing and opens nothing', async () => {
  await startDesktop();
  const edited = [
    link.replace('https', 'http'),
    link.replace('192.168.1.20', 'bank.example@evil.example'),
    `${link}&role=owner`,
    `${link}\r\n`,
    link + 'a'.repeat(500),
  ];
  for (const text of edited) follow(text);
  for (const text of edited) electron.app.openUrl(text);
  expect({ asked: electron.questions, opened: electron.opened }).toEqual({ asked: [], opened: [] });
});

it('[S8] that starts the app is asked about once there is one, also when macOS hands it over before', async () => {
  await startDesktop({ args: [link] });
  expect(electron.questions).toHaveLength(1);
  electron.app.quit();

  electron = new FakeElectron();
  const starting = startDesktop();
  electron.app.openUrl(link);
  expect(electron.questions).toEqual([]);
  await starting;
  expect(electron.questions).toHaveLength(1);
});

it('says where the link leads when no browser can be started', async () => {
  electron.opens = false;
  await startDesktop();
  follow(link);
  answerLast(0);
  await expect.poll(() => electron.errors.at(-1)).toContain(url);
});
