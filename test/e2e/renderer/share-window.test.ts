/**
 * Share in a real browser, on a scripted bridge: making, showing, copying and ending links, and who is here.
 */
import { describe, expect, it } from 'vitest';
import { askedOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('[R2] a link', () => {
  it('is made by one button, and shown as a code, as text and with where it works', async () => {
    const page = await pages.show('share-empty');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Link' }).inputValue()).toMatch(/^https:.*\/join#\w+$/);
    await page.getByText('Works on this network').waitFor();
    await page.getByText('iPhones will not accept it').waitFor();
    expect(await askedOf(page, 'share.createInvite')).toEqual([
      { role: 'talk', uses: 1, ttlMs: 600_000, accessCode: false },
    ]);
  });

  it('has its button beside its choices where there is room', async () => {
    const page = await pages.show('share-empty');
    const boxes = ['Make a link', 'For'].map((name) =>
      page.getByRole(name === 'For' ? 'combobox' : 'button', { name, exact: true }).boundingBox(),
    );
    const [button, choice] = await Promise.all(boxes);
    expect(button?.y).toBe(choice?.y);
  });

  it('is made for the role, the number of devices and the time that were chosen', async () => {
    const page = await pages.show('share-empty');
    await page.getByRole('radio', { name: 'Listen' }).click();
    await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('any number of devices');
    await page.getByRole('combobox', { name: 'Can be opened for' }).selectOption('1 hour');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await expect
      .poll(() => askedOf(page, 'share.createInvite'))
      .toEqual([{ role: 'listen', uses: null, ttlMs: 3_600_000, accessCode: false }]);
  });

  it('[R3] is made with an access code where one is wanted, which stands beside it and not in it', async () => {
    const page = await pages.show('share-empty');
    await page.getByRole('switch', { name: 'Ask for an access code' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('402917').waitFor();
    expect(await page.getByRole('textbox', { name: 'Link' }).inputValue()).not.toContain('402917');
    await page.getByRole('list', { name: 'Links' }).getByText('asks for a code').waitFor();
  });

  it('shows a code that is dark on white, in dark mode too', async () => {
    const page = await pages.show('share-working');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('.radix-themes.dark').waitFor();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const colors = await page.evaluate(`{
      const { backgroundColor, fill } = getComputedStyle(document.querySelector('.qr-code'));
      ({ backgroundColor, fill });
    }`);
    expect(colors).toEqual({ backgroundColor: 'rgb(255, 255, 255)', fill: 'rgb(0, 0, 0)' });
  });

  it('is copied, and says so; where the clipboard is closed the selected text is copied', async () => {
    const page = await pages.show('share-working');
    const result = page.getByRole('status', { name: 'Copying' });
    await page.evaluate(`{
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
      document.addEventListener('copy', () => (window.copied = String(getSelection())));
    }`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => result.textContent()).toBe('Copied.');
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(await page.evaluate('window.copied')).toBe(link);
    await page.reload();
    await page.evaluate(`document.execCommand = () => false;
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(() => result.textContent()).toContain('copy it by hand');
  });

  it('is withdrawn, and no longer shown, nor another in its place before it is asked for', async () => {
    const page = await pages.show('share-working');
    const rows = page.getByRole('list', { name: 'Links' }).getByRole('listitem');
    await expect
      .poll(() => rows.allTextContents())
      .toMatchObject([
        expect.stringContaining('1 more device'),
        expect.stringContaining('Grace’s phone'),
        expect.stringContaining('any number of devices'),
        expect.stringContaining('used up'),
        expect.stringContaining('expired'),
        expect.stringContaining('withdrawn'),
      ]);
    const link = page.getByRole('textbox', { name: 'Link' });
    const first = await link.inputValue();
    await rows.first().getByRole('button', { name: 'Withdraw' }).click();
    await expect.poll(() => rows.first().textContent()).toContain('withdrawn');
    expect(await link.count()).toBe(0);
    await rows.getByRole('button', { name: 'Show' }).first().click();
    expect(await link.inputValue()).not.toBe(first);
  });

  it('says why none can be made', async () => {
    const page = await pages.show('share-failing');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('alert').filter({ hasText: 'This computer has no network' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'another program holds port' }).waitFor();
  });

  it('gives up a port that another program has at one press', async () => {
    const page = await pages.show('share-failing');
    await page.getByRole('alert').getByRole('button', { name: 'Use any free port' }).click();
    await page.getByRole('status').getByText('Make the link again').waitFor();
    expect(await askedOf(page, 'settings.set')).toEqual([{ key: 'share.port', value: 0 }]);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('[R3] who is here', () => {
  it('is muted and removed by name, and never oneself', async () => {
    const page = await pages.show('share-working');
    const people = page.getByRole('list', { name: 'Who is here' });
    await people.getByRole('listitem', { name: 'You' }).waitFor();
    expect(await people.getByRole('listitem', { name: 'You' }).getByRole('button').count()).toBe(0);
    await people.getByRole('button', { name: 'Mute Grace’s phone' }).click();
    await people.getByRole('button', { name: 'Remove Grace’s phone' }).click();
    await expect.poll(() => people.getByRole('listitem', { name: 'Grace’s phone' }).count()).toBe(0);
    const asked = [{ room: 'main', identity: 'device-x1' }];
    expect(await askedOf(page, 'rooms.muteParticipant')).toEqual(asked);
    expect(await askedOf(page, 'rooms.removeParticipant')).toEqual(asked);
  });
});

describe('[R3] the room', () => {
  it('is locked and unlocked by one switch, and says so', async () => {
    const page = await pages.show('share-working');
    const lock = page.getByRole('switch', { name: 'Lock' });
    await lock.click();
    await page.getByText('Locked: links let nobody new in.').waitFor();
    await lock.click();
    await page.getByText('Locked: links let nobody new in.').waitFor({ state: 'detached' });
    expect(await askedOf(page, 'share.setLocked')).toEqual([
      { room: 'main', locked: true },
      { room: 'main', locked: false },
    ]);
  });

  it('is ended for everybody after one question, this window included', async () => {
    const page = await pages.show('share-working');
    await page.getByRole('button', { name: 'End for all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Go on' }).click();
    expect(await askedOf(page, 'share.endTalk')).toEqual([]);
    await page.getByRole('button', { name: 'End for all' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End it' }).click();
    await page.getByText('Nobody is in the room.').waitFor();
    expect(await askedOf(page, 'share.endTalk')).toEqual([{ room: 'main' }]);
    expect(await page.evaluate('window.fixture.rooms[0].closed')).toBe(true);
  });
});
