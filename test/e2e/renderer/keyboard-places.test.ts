/**
 * The owner's other places without a mouse: a server, a key, the log and a link, in a real browser on a scripted bridge.
 *
 * Always: nothing here clicks or moves the focus but by keys.
 */
import { describe, expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { arrowTo, hasFocus, pressOn, tabTo, typeInto } from './tab-to.ts';
import { usePages } from './use-pages.ts';
import type { Page } from 'playwright';

let pages: FixturePages;
usePages((opened) => (pages = opened));

const place = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

describe('[D5] by keys alone', () => {
  it('[M6] a server is tested from the form, added, tested where it stands, and another way to add one is chosen', async () => {
    const page = await pages.show('servers-empty', { hash: '#/talk' });
    await pressOn(page, place(page, 'Servers'));
    await pressOn(page, page.getByRole('button', { name: 'Add server' }));
    const form = page.getByRole('region', { name: 'Add server' });
    await typeInto(page, form.getByRole('textbox', { name: 'Command line' }), 'node server.js');
    const name = form.getByRole('textbox', { name: 'Name' });
    await tabTo(page, name);
    expect(await name.inputValue()).not.toBe('');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('mine');
    const test = form.getByRole('button', { name: 'Test connection' });
    await pressOn(page, test, 'Space');
    await form.getByText('read_text_file, write_file, list_directory').waitFor();
    expect(await hasFocus(test)).toBe(true);
    await tabTo(page, form.getByRole('button', { name: 'Add', exact: true }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('region', { name: 'mine' });
    await pressOn(page, detail.getByRole('button', { name: 'Test connection' }));
    await detail.getByText('read_text_file, write_file, list_directory').waitFor();
    const entry = { command: 'node', args: ['server.js'] };
    expect(await askedOf(page, 'mcp.import')).toMatchObject([{ servers: [{ name: 'mine', entry }] }]);

    await tabTo(page, page.getByRole('button', { name: 'Add server' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, form.getByRole('radio', { name: 'Command' }));
    await arrowTo(page, 'ArrowRight', form.getByRole('radio', { name: 'Address' }));
    await arrowTo(page, 'ArrowRight', form.getByRole('radio', { name: 'Paste JSON' }));
    await page.keyboard.press('Space');
    await typeInto(page, form.getByRole('textbox', { name: 'Configuration' }), '{"url":"https://far.example/mcp"}');
    await typeInto(page, form.getByRole('textbox', { name: 'Name' }), 'far');
    await form.getByRole('list', { name: 'Servers found' }).getByText('https://far.example/mcp').waitFor();
  });

  it('[D2] a provider’s key is set', async () => {
    const page = await pages.show('settings-providers', { hash: '#/talk' });
    await pressOn(page, place(page, 'Settings'));
    const sections = page.getByRole('navigation', { name: 'Settings sections' });
    await pressOn(page, sections.getByRole('link', { name: /^Providers/ }));
    const field = page.getByLabel('Key', { exact: true });
    await typeInto(page, field, 'sk-canary');
    await pressOn(page, page.getByRole('button', { name: 'Save' }), 'Space');
    await page.getByRole('status').getByText('Stored in your keychain.').waitFor();
    expect(await askedOf(page, 'secrets.set')).toEqual([{ name: 'openai', value: 'sk-canary' }]);
    await tabTo(page, page.getByRole('radio', { name: 'OpenAI', exact: true }), 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await pressOn(page, page.getByRole('button', { name: 'Use Azure OpenAI' }));
    await page.getByRole('alert').getByText('Type the whole address').waitFor();
  });

  it('[M16] a call of the log is found, opened, read, repeated and closed, and one is where one was', async () => {
    const page = await pages.show('log-long', { hash: '#/talk' });
    await pressOn(page, place(page, 'Log'));
    const table = page.getByRole('table', { name: 'Tool calls' });
    await typeInto(page, page.getByRole('searchbox'), 'notes-99');
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('12');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Backspace');
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('1001');
    const row = table.getByRole('row').filter({ hasText: 'notes-3.md' }).getByRole('link');
    await pressOn(page, row);
    const drawer = page.getByRole('region', { name: 'Call' });
    await drawer.getByText('Notes number 3:').waitFor();
    // However many calls there are, its details are the next thing, and the way out is in them.
    await pressOn(page, drawer.getByText('Call it again'));
    await pressOn(page, drawer.getByRole('button', { name: 'Call it', exact: true }));
    await expect.poll(() => askedOf(page, 'mcp.call')).toMatchObject([{ tool: 'read_text_file' }]);
    await tabTo(page, drawer.getByRole('button', { name: 'Close' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => drawer.count()).toBe(0);
    await expect.poll(() => hasFocus(row)).toBe(true);
    await page.keyboard.press('Enter');
    await drawer.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => drawer.count()).toBe(0);
    await expect.poll(() => hasFocus(row)).toBe(true);
  });

  it('[R2] a link is made with the terms one chose, and withdrawn', async () => {
    const page = await pages.show('share-empty', { hash: '#/talk' });
    await pressOn(page, place(page, 'Share'));
    await tabTo(page, page.getByRole('radio', { name: 'Talk' }));
    await arrowTo(page, 'ArrowRight', page.getByRole('radio', { name: 'Listen' }));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('combobox', { name: 'For', exact: true }));
    await page.keyboard.press('End');
    await tabTo(page, page.getByRole('combobox', { name: 'Can be opened for' }));
    await page.keyboard.press('ArrowDown');
    await pressOn(page, page.getByRole('switch', { name: 'Ask for an access code' }), 'Space');
    await pressOn(page, page.getByRole('button', { name: 'Make a link' }));
    await expect
      .poll(() => askedOf(page, 'share.createInvite'))
      .toEqual([{ role: 'listen', uses: null, ttlMs: 3_600_000, accessCode: true }]);
    await pressOn(page, page.getByRole('button', { name: 'Copy' }));
    await expect.poll(() => page.getByRole('status', { name: 'Copying' }).textContent()).not.toBe('');
    const made = page.getByRole('list', { name: 'Links' }).getByRole('listitem').first();
    await pressOn(page, made.getByRole('button', { name: 'Withdraw' }), 'Space');
    await made.getByText('withdrawn').waitFor();
    expect(await page.getByRole('textbox', { name: 'Link' }).count()).toBe(0);
  });
});
