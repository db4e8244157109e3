/**
 * What a newcomer meets in the first minute, in a real browser on a scripted bridge: next steps, truth, and small windows.
 */
import { describe, expect, it } from 'vitest';
import { ownServers } from '../../../src/contract/index.ts';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('Talk', () => {
  it('[D6] sends one of the sentences the demo understands by a press', async () => {
    const page = await pages.show('talk-demo');
    await page.getByRole('button', { name: 'Write a note that says hello' }).click();
    await expect.poll(() => askedOf(page, 'talk.send')).toEqual([{ text: 'Write a note that says hello' }]);
  });

  it('does not say that the assistant is ready while the host is gone', async () => {
    const page = await pages.show('talk-offline');
    expect(await page.getByRole('status', { name: 'Assistant state' }).textContent()).toBe('off');
    expect(await page.getByText('Waiting for Parley').count()).toBe(1);
    await page.evaluate('window.fixture.bridge.reconnectNow()');
    await expect.poll(() => page.getByRole('status', { name: 'Assistant state' }).textContent()).toBe('ready');
  });

  it('[M12] says that it waits for the person while a call does', async () => {
    const page = await pages.show('talk-approval');
    await page.getByText('Waiting for your answer').waitFor();
  });

  it.each([420, 1280])('[D5] lists the tool calls with their outcome at %d px', async (width) => {
    const page = await pages.show('talk-working', { width });
    const calls = page.getByRole('list', { name: 'Tool calls' }).getByRole('listitem');
    await expect.poll(() => calls.count()).toBe(5);
    expect(await calls.nth(1).textContent()).toContain('denied');
    expect(await calls.nth(0).isVisible()).toBe(true);
  });

  it('[M12] keeps the microphone in reach below a long approval on a phone', async () => {
    const page = await pages.show('talk-hostile', { width: 420 });
    await page.getByRole('alertdialog').waitFor();
    await page.setViewportSize({ width: 420, height: 560 });
    const join = page.getByRole('button', { name: 'Join' });
    const dockEnd = (): Promise<number> =>
      join.evaluate((button) => button.closest('.dock')?.getBoundingClientRect().bottom ?? 0);
    await expect.poll(dockEnd).toBeLessThanOrEqual(560);
    await join.scrollIntoViewIfNeeded();
    const box = await join.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(560);
  });
});

describe('[D6] the first minute', () => {
  /** At ten seconds a press, reading included, five presses are under a minute. */
  const mostPresses = 5;

  it('leads by the demo, with every step taken, to a joined talk in a few presses', async () => {
    const page = await pages.show('talk-no-key');
    const names = ['Try it without a key', 'Check the microphone', 'Stop the check', 'Join'];
    for (const name of names) await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.getByRole('button', { name: 'What tools do you have?' }).waitFor();
    expect(names.length).toBeLessThanOrEqual(mostPresses);
  });

  it('leads by a key, a microphone check and an example server to a joined talk in a few presses', async () => {
    const page = await pages.show('talk-no-key');
    await page.getByLabel('Your OpenAI key').fill('sk-mine');
    await page.getByLabel('Your OpenAI key').press('Enter');
    await page.getByText('The key is in your keychain.').waitFor();
    await page.getByRole('button', { name: 'Check the microphone' }).click();
    await page.getByText('Parley hears you.').waitFor();
    await page.getByText('parley-server-everything stdio').waitFor();
    await page.getByRole('button', { name: 'Add the example server' }).click();
    await page.getByRole('list', { name: 'Servers' }).getByText('starting').waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    expect(await askedOf(page, 'secrets.set')).toEqual([{ name: 'openai', value: 'sk-mine' }]);
    const entry = { command: ownServers.everything, args: ['stdio'] };
    expect(await askedOf(page, 'mcp.add')).toMatchObject([{ name: 'everything', entry }]);
    expect(['Enter', 'Check', 'Add', 'Join'].length).toBeLessThanOrEqual(mostPresses);
  });

  it('leads to where a key is made, beside the page', async () => {
    const page = await pages.show('talk-no-key');
    const link = page.getByRole('link', { name: 'Get a key' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await page.context().route('https://platform.openai.com/**', (route) => route.fulfill({ body: 'keys' }));
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForURL('https://platform.openai.com/api-keys');
    await opened.close();
  });

  it('tries the servers on this machine before it uses them, and says what does not answer', async () => {
    const page = await pages.show('talk-no-key');
    await page.getByRole('button', { name: 'Use Ollama and Speaches' }).click();
    await page.getByRole('alert').filter({ hasText: 'Start Ollama' }).waitFor();
    expect(await askedOf(page, 'settings.set')).toEqual([]);
    expect((await askedOf(page, 'provider.test')).length).toBe(3);
  });

  it('begins with its first step in sight, also on a phone', async () => {
    const page = await pages.show('talk-no-key', { width: 420 });
    const first = page.getByRole('heading', { name: 'Someone to talk to' });
    await first.waitFor();
    expect((await first.boundingBox())?.y).toBeGreaterThan(0);
  });
});

describe('[M6] Add server', () => {
  it('begins with a known server and a name that is free', async () => {
    const page = await pages.show('servers-add');
    await page.getByRole('button', { name: 'Files in a folder' }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    expect(await page.getByRole('textbox', { name: 'Command line' }).inputValue()).toMatch(
      /^parley-server-filesystem /,
    );
    expect(await name.inputValue()).toBe('filesystem-2');
  });

  it('offers to replace where the name is taken, and forgets a test of another command', async () => {
    const page = await pages.show('servers-add');
    await page.getByRole('textbox', { name: 'Command line' }).fill('node one.js');
    await page.getByRole('textbox', { name: 'Name' }).fill('notes');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('read_text_file, write_file').waitFor();
    await page.getByRole('textbox', { name: 'Command line' }).fill('node two.js');
    await expect.poll(() => page.getByText('read_text_file, write_file').count()).toBe(0);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Replace it' }).click();
    await page.getByRole('listitem', { name: 'notes, starting' }).waitFor();
    expect(await askedOf(page, 'mcp.import')).toMatchObject([
      { servers: [{ name: 'notes', entry: { args: ['two.js'] } }] },
      { servers: [{ name: 'notes' }], replace: true },
    ]);
  });
});
