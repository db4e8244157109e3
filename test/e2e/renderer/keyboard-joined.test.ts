/**
 * The page of a device that came by a link, without a mouse, in a real browser on a scripted bridge.
 */
import { describe, expect, it } from 'vitest';
import { askedOf, gatesOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { pressOn, tabTo, typeInto } from './tab-to.ts';
import { usePages } from './use-pages.ts';
import type { Page } from 'playwright';

let pages: FixturePages;
usePages((opened) => (pages = opened));

const keysOf = async (page: Page): Promise<unknown[]> =>
  (await askedOf(page, 'talk.key')).map((input) => (input as { action: string }).action);

/** In the conversation, and newest first beside it. */
const calls = ['summary filesystem › read_text_filedone', 'summary filesystem › write_filewaiting for the owner'];

/** What Tab goes through from the top of the page, by role or element and name, without times. */
async function wayThrough(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string | null>(`{
      const { activeElement: at, body } = document;
      at === body ? null
        : (at.getAttribute('role') ?? at.localName) + ' ' + (at.getAttribute('aria-label') ?? at.textContent).replace(/[0-9.]+ m?s$/, '').trim();
    }`);
    if (name === null || name === names[0]) return names;
    names.push(name);
  }
}

describe('[D5] on a joined device, by keys alone', () => {
  it('[R2] one gives a name and an access code, and is in', async () => {
    const page = await pages.show('join-access-code');
    await typeInto(page, page.getByRole('textbox', { name: 'Your name' }), 'Grace');
    await page.keyboard.press('Enter');
    const code = page.getByRole('textbox', { name: 'Access code' });
    await code.waitFor();
    await page.keyboard.type('402917');
    expect(await code.inputValue()).toBe('402917');
    await pressOn(page, page.getByRole('button', { name: 'Join' }));
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    expect(await page.evaluate('window.fixture.redeemed')).toMatchObject([['k7Yd2qPz9mRt4wXs', 'Grace'], {}]);
  });

  it('[R4] one talks while Space is held on the button, takes the turn back by Esc, types, and leaves', async () => {
    const page = await pages.show('join-push-to-talk');
    await page.getByText('Hold, or hold Space').waitFor();
    const talk = page.getByRole('button', { name: 'Talk', exact: true });
    await tabTo(page, talk);
    await page.keyboard.down('Space');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(async () => (await gatesOf(page)).at(-1)?.open).toBe(true);
    await page.keyboard.up('Space');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.down('Space');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.up('Space');
    expect(await keysOf(page)).toEqual(['down', 'up', 'down', 'cancel']);
    const message = page.getByRole('textbox', { name: 'Message' });
    await tabTo(page, message, 'Shift+Tab');
    await page.keyboard.type('Two lemons');
    await page.keyboard.press('Enter');
    await expect.poll(() => askedOf(page, 'talk.send')).toEqual([{ text: 'Two lemons' }]);
    await pressOn(page, page.getByRole('button', { name: 'Leave' }), 'Space');
    await page.getByRole('button', { name: 'Join' }).waitFor();
  });

  it('[M12] a guest is told that the owner is asked, comes by nothing that answers, and stops the assistant by Esc', async () => {
    const page = await pages.show('join-working');
    await page.getByText('Waiting for the owner to allow write_file').waitFor();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    expect(await wayThrough(page)).toEqual([
      'log Conversation',
      ...calls,
      'textarea Message',
      'switch Hands-free',
      'button Talk',
      'button Leave',
      ...calls.toReversed(),
    ]);
    await page.keyboard.press('Escape');
    await expect.poll(() => askedOf(page, 'talk.interrupt')).toEqual([{}]);
    expect(await askedOf(page, 'approvals.answer')).toEqual([]);
  });

  it('[M12] one’s own device allows a call', async () => {
    const page = await pages.show('join-owner');
    const allow = page.getByRole('alertdialog', { name: 'Approval' }).getByRole('button', { name: 'Allow once' });
    await expect.poll(() => allow.isEnabled()).toBe(true);
    await pressOn(page, allow);
    await expect.poll(() => askedOf(page, 'approvals.answer')).toEqual([{ id: 'call-90', answer: 'once' }]);
  });

  it('[R3] who only listens comes by what they may: reading and leaving', async () => {
    const page = await pages.show('join-listen');
    await page.getByText('You listen here').waitFor();
    expect(await wayThrough(page)).toEqual(['log Conversation', ...calls, 'button Leave', ...calls.toReversed()]);
  });
});
