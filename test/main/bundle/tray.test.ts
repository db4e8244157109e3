/**
 * The tray of the built main bundle: what it shows of the real core's talk, and what its menu does there.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Approval, Bridge, ServerView, TalkView } from '../../../src/contract/index.ts';
import type { Seen } from '../../fakes/electron-orders.ts';
import { aDataFolder, DesktopProcess, pageUrl, talkWindow, voiceWindow } from './desktop-process.ts';

let folder: Awaited<ReturnType<typeof aDataFolder>>;
let desktop: DesktopProcess;
let page: Bridge;
let talk: TalkView;
let waiting: readonly Approval[] = [];
let servers: readonly ServerView[] = [];

beforeAll(async () => {
  folder = await aDataFolder();
  desktop = await DesktopProcess.start({ dataDir: folder.dataDir, args: ['--demo'] });
  page = await desktop.page(talkWindow);
  page.subscribe('talk.changed', (message) => {
    talk = message.type === 'state' ? message.state : message.payload;
  });
  page.subscribe('approvals.changed', (message) => {
    waiting = message.type === 'state' ? message.state : message.payload;
  });
  page.subscribe('mcp.serversChanged', (message) => {
    servers = message.type === 'state' ? message.state : message.payload;
  });
});
afterAll(async () => {
  expect(await desktop.end()).toBe(0);
  await folder.remove();
});

const tray = async (): Promise<Seen['tray']> => (await desktop.look()).tray;

/** The state in picture and words. */
async function shown(): Promise<{ icon: string; words: string }> {
  const { icon, words } = await tray();
  return { icon, words };
}

const has = async (label: string): Promise<boolean> => (await tray()).menu.some((item) => item.label === label);

it('[D1] shows whether the assistant answers, and what waits for the owner, over everything else', async () => {
  expect(await shown()).toEqual({ icon: 'idle', words: 'Parley' });
  await expect.poll(() => servers.map(({ state }) => state)).toEqual(['ready', 'ready']);
  await expect.poll(() => has('Servers: all 2 ready')).toBe(true);

  await page.invoke('talk.send', { text: 'Tell me a long story' });
  await expect.poll(() => talk.agent.state).toBe('speaking');
  expect(await shown()).toEqual({ icon: 'speaking', words: 'Parley is answering' });
  await page.invoke('talk.interrupt', {});
  await expect.poll(shown).toEqual({ icon: 'idle', words: 'Parley' });

  await page.invoke('talk.send', { text: 'Write a note that says hello' });
  await expect.poll(shown).toEqual({ icon: 'needs-you', words: 'Parley waits for your approval' });
  expect((await desktop.look()).notices).toEqual([expect.stringMatching(/^Parley needs your OK: write_file of /)]);
  const [approval] = waiting;
  if (!approval) throw new Error('Nothing waits.');
  await page.invoke('approvals.answer', { id: approval.id, answer: 'deny' });
  await expect.poll(async () => (await shown()).icon).not.toBe('needs-you');
  expect((await desktop.look()).notices).toEqual([]);
  await expect.poll(() => talk.agent.state).toBe('speaking');
  await page.invoke('talk.interrupt', {});
  await expect.poll(shown).toEqual({ icon: 'idle', words: 'Parley' });
});

it('[D1] its menu sets how the real core’s talk is led, and shows it', async () => {
  const handsFree = async (): Promise<unknown> =>
    (await tray()).menu.find(({ label }) => label === 'Hands-free')?.checked;
  await expect.poll(async () => [talk.mode, await handsFree()]).toEqual(['hands-free', true]);
  await desktop.order('choose', 'Hands-free');
  await expect.poll(async () => [talk.mode, await handsFree()]).toEqual(['push-to-talk', false]);
  await page.invoke('talk.setMode', { mode: 'hands-free' });
  await expect.poll(handsFree).toBe(true);
});

it('[F11] it shows a voice that kept crashing, and brings it back', async () => {
  for (let times = 0; times < 3; times += 1) await desktop.order('crash', voiceWindow);
  expect((await shown()).icon).toBe('idle');
  await desktop.order('crash', voiceWindow);
  expect(await shown()).toEqual({ icon: 'problem', words: expect.stringContaining('kept crashing') as unknown });
  await desktop.order('choose', 'Start the voice again');
  expect(await shown()).toEqual({ icon: 'idle', words: 'Parley' });
  expect((await desktop.look()).windows[voiceWindow]).toMatchObject({ reloads: 4, visible: false });
});

it('[D1] its menu opens the places and ends the app in order', async () => {
  await expect.poll(() => has('Servers: all 2 ready')).toBe(true);
  await desktop.order('choose', 'Share…');
  await desktop.order('choose', 'Settings…');
  await desktop.order('choose', 'Servers: all 2 ready');
  expect((await desktop.look()).windows.map(({ url, visible }) => [url, visible])).toEqual([
    [`${pageUrl}#/share`, true],
    [`${pageUrl}?part=voice`, false],
    [`${pageUrl}?part=settings#/servers`, true],
  ]);
  await desktop.order('choose', 'Quit Parley');
  expect(await desktop.ended()).toBe(0);
});
