/**
 * The page of a device that came by a link, on a phone-sized Chromium and a scripted bridge.
 */
import { describe, expect, it } from 'vitest';
import { askedOf, gatesOf } from './fixture-page.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

const width = 390;

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('[R2] a link that is opened', () => {
  it('asks for a name, joins by one press, and leaves no code in the address', async () => {
    const page = await pages.show('join-asking', { width });
    expect(await page.evaluate('window.fixture.rooms.length')).toBe(0);
    await page.getByRole('textbox', { name: 'Your name' }).fill(' Grace ');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await expect.poll(() => page.evaluate('window.fixture.rooms[0].published?.readyState')).toBe('live');
    expect(await page.evaluate('window.fixture.redeemed')).toEqual([['k7Yd2qPz9mRt4wXs', 'Grace']]);
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  it.each([
    ['join-expired', 'This link has expired'],
    ['join-used-up', 'This link was used already'],
    ['join-withdrawn', 'This link was withdrawn'],
    ['join-unknown', 'This link is not known'],
  ])('says in %s that “%s”, and what to do', async (state, title) => {
    const page = await pages.show(state, { width });
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/for a new one|ask them/i);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('keeps the name and the way in where only the network failed', async () => {
    const page = await pages.show('join-failing', { width });
    await page.getByRole('textbox', { name: 'Your name' }).fill('Grace');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Grace');
    expect(await page.getByRole('button', { name: 'Join' }).isEnabled()).toBe(true);
  });

  it('says of a full link in the host’s words that others must leave, and can be tried again', async () => {
    const page = await pages.show('join-full', { width });
    const join = page.getByRole('button', { name: 'Join' });
    await page.getByRole('textbox', { name: 'Your name' }).fill('Grace');
    await join.click();
    await page.getByRole('alert').filter({ hasText: 'wait until some have left' }).waitFor();
    expect(await page.getByRole('heading', { name: 'This link was used already' }).count()).toBe(0);
    await join.click();
    const asked = ['k7Yd2qPz9mRt4wXs', 'Grace'];
    await expect.poll(() => page.evaluate('window.fixture.redeemed')).toEqual([asked, asked]);
  });
});

describe('[R4] the talk on a joined device', () => {
  it('names every speaker, and the owner not “You”', async () => {
    const page = await pages.show('join-working', { width });
    const names = page.getByRole('log', { name: 'Conversation' }).getByRole('article');
    await expect.poll(() => names.count()).toBe(4);
    const labels = await names.evaluateAll((all) => all.map((turn) => turn.getAttribute('aria-label')));
    expect(labels).toEqual(['The owner', 'Parley', 'You', 'Alan']);
  });

  it('[M12] shows that the owner is asked, without a button to answer', async () => {
    const page = await pages.show('join-working', { width });
    await page.getByText('Waiting for the owner to allow write_file').waitFor();
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    expect(await page.getByRole('button', { name: /allow|deny/i }).count()).toBe(0);
  });

  it('talks while a finger is on the button, without a menu or selected text', async () => {
    const page = await pages.show('join-push-to-talk', { width });
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    const button = page.getByRole('button', { name: 'Talk', exact: true });
    await page.getByText('Hold, or hold Space').waitFor();
    const finger = { pointerType: 'touch', pointerId: 1, isPrimary: true, button: 0 };
    await button.dispatchEvent('pointerdown', finger);
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true');
    expect((await gatesOf(page)).at(-1)).toEqual({ open: true, muted: false });
    const opensMenu = await page.evaluate(
      `document.querySelector('.microphone-button')
        .dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))`,
    );
    expect(opensMenu).toBe(false);
    const selectable = await page.evaluate(`getComputedStyle(document.querySelector('.microphone-button')).userSelect`);
    expect(selectable).toBe('none');
    await button.dispatchEvent('pointerup', finger);
    await expect.poll(async () => (await gatesOf(page)).at(-1)).toEqual({ open: false, muted: false });
    expect(await askedOf(page, 'talk.key')).toEqual([
      { action: 'down', identity: 'guest-7' },
      { action: 'up', identity: 'guest-7' },
    ]);
  });

  it('[V4] says before the first word what to hold, and nothing of it once the device goes hands-free', async () => {
    const page = await pages.show('join-push-to-talk', { width });
    const conversation = page.getByRole('log', { name: 'Conversation' });
    await conversation.getByText('Hold the microphone while you speak').waitFor();
    await page.getByRole('switch', { name: 'Hands-free' }).click();
    await conversation.getByText('Just speak').waitFor();
    expect(await conversation.getByText(/hold/i).count()).toBe(0);
  });

  it('[V4] chooses hands-free or push-to-talk for this device alone, and keeps it when the owner changes theirs', async () => {
    const page = await pages.show('join-push-to-talk', { width });
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    const handsFree = page.getByRole('switch', { name: 'Hands-free' });
    expect(await handsFree.isChecked()).toBe(false);
    await handsFree.click();
    await expect.poll(async () => (await gatesOf(page)).at(-1)).toEqual({ open: true, muted: false });
    await page.evaluate(`{
      const { bridge } = window.fixture;
      const talk = { ...bridge.state('talk.changed'), mode: 'push-to-talk', floor: 'guest-8' };
      bridge.emit('talk.changed', talk, talk);
    }`);
    await page.getByText('speaking', { exact: true }).waitFor({ state: 'attached' });
    expect(await handsFree.isChecked()).toBe(true);
    expect((await gatesOf(page)).at(-1)).toEqual({ open: true, muted: false });
    expect(await askedOf(page, 'talk.setMode')).toEqual([]);
  });

  it('[R3] asks for the access code where the link has one, and says which was wrong', async () => {
    const page = await pages.show('join-access-code', { width });
    expect(await page.getByRole('textbox', { name: 'Access code' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Grace');
    await page.getByRole('button', { name: 'Join' }).click();
    const code = page.getByRole('textbox', { name: 'Access code' });
    await code.fill('111111');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').filter({ hasText: 'That is not the access code' }).waitFor();
    await code.fill('402917');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
  });

  it('[R3] says that the talk is locked, and can try again', async () => {
    const page = await pages.show('join-locked', { width });
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').filter({ hasText: 'locked the talk' }).waitFor();
    expect(await page.getByRole('button', { name: 'Join' }).isEnabled()).toBe(true);
  });

  it('types a turn over the bridge', async () => {
    const page = await pages.show('join-working', { width });
    await page.getByRole('textbox', { name: 'Message' }).fill('Two lemons');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => askedOf(page, 'talk.send')).toEqual([{ text: 'Two lemons' }]);
  });

  it('[R3] opens no microphone where it may only listen, and says so', async () => {
    const page = await pages.show('join-listen', { width });
    await page.getByText('You listen here').waitFor();
    expect(await page.getByRole('button', { name: 'Talk', exact: true }).count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await page.keyboard.press('Space');
    expect(await page.evaluate('window.fixture.rooms[0].published')).toBeNull();
    expect(await askedOf(page, 'talk.key')).toEqual([]);
  });

  it('says that it lost the host, and comes back', async () => {
    const page = await pages.show('join-out-of-reach', { width });
    await page.getByRole('alert').filter({ hasText: 'Parley is out of reach' }).waitFor();
    await page.getByRole('button', { name: 'Try again now' }).click();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('[R2] stops the microphone and says so when the link is withdrawn', async () => {
    const page = await pages.show('join-asking', { width });
    await page.getByRole('button', { name: 'Join' }).click();
    await expect.poll(() => page.evaluate('window.fixture.rooms[0]?.published?.readyState')).toBe('live');
    await page.evaluate('window.fixture.endVisit("removed")');
    await page.getByRole('heading', { name: 'You are no longer in the talk' }).waitFor();
    expect(await page.evaluate('window.fixture.rooms[0].published.readyState')).toBe('ended');
    expect(await page.evaluate('window.fixture.rooms[0].closed')).toBe(true);
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it.each([
    ['awayLinkOpen', 'open the link again.'],
    ['awayLinkOver', 'ask the owner for a new one.'],
  ])('[R2] tells a device that was away too long how to come back: %s', async (end, way) => {
    const page = await pages.show('join-working', { width });
    await page.evaluate(`window.fixture.endVisit('${end}')`);
    await page.getByRole('heading', { name: 'You were away too long' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(new RegExp(`ten minutes.*To come back, ${way}$`));
  });
});
