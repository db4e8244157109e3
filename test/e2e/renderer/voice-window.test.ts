/**
 * The desktop's two halves in a real browser: a page that speaks and is not seen, and pages that show it and may go.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { askedOf, FixturePages, gatesOf } from './fixture-page.ts';

let pages: FixturePages;
let voice: Page;
beforeAll(async () => {
  pages = await FixturePages.open({ microphone: true });
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

const openWindow = (state = 'talk-working'): Promise<Page> => pages.show(state, { part: 'window', beside: true });
const roomsOf = (page: Page): Promise<boolean[]> => page.evaluate('window.fixture.rooms.map(({ closed }) => closed)');
/** Resolves once the ring moves; the browser's microphone beeps now and then only. */
const ringMoved = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const button = document.querySelector('.microphone-button');
    const look = () => Number(button.style.getPropertyValue('--level')) > 0 && resolve();
    new MutationObserver(look).observe(button, { attributeFilter: ['style'] });
  })`);

describe('[V1] the voice window', () => {
  beforeEach(async () => {
    voice = await pages.show('talk-working', { part: 'voice' });
  });

  it('joins and leaves at the word of a window, which has neither room nor microphone', async () => {
    const shown = await openWindow();
    await shown.getByRole('button', { name: 'Join' }).click();
    await shown.getByRole('button', { name: 'Leave' }).waitFor();
    await expect.poll(() => voice.evaluate('window.fixture.rooms[0].published?.readyState')).toBe('live');
    expect(await roomsOf(shown)).toEqual([]);
    await ringMoved(shown);
    expect(await shown.getByRole('log', { name: 'Conversation' }).textContent()).toContain('notes.md and budget.csv');
    await shown.getByRole('button', { name: 'Leave' }).click();
    await shown.getByRole('button', { name: 'Join' }).waitFor();
    expect(await roomsOf(voice)).toEqual([true]);
  });

  it('stays in the talk when the window is closed; one that is opened then shows it at once', async () => {
    const first = await openWindow();
    await first.getByRole('button', { name: 'Join' }).click();
    await first.getByRole('button', { name: 'Leave' }).waitFor();
    await first.close();
    const second = await openWindow();
    await second.getByRole('button', { name: 'Leave' }).waitFor();
    await ringMoved(second);
    expect(await roomsOf(voice)).toEqual([false]);
    await second.getByRole('button', { name: 'Talk', exact: true }).click();
    await expect.poll(async () => (await gatesOf(voice)).at(-1)).toEqual({ open: false, muted: true });
  });

  it('stays in the talk when the page of the window crashes', async () => {
    const first = await openWindow();
    await first.getByRole('button', { name: 'Join' }).click();
    await first.getByRole('button', { name: 'Leave' }).waitFor();
    const crashed = first.waitForEvent('crash');
    void first.goto('chrome://crash').catch(() => undefined);
    await crashed;
    const second = await openWindow();
    await second.getByRole('button', { name: 'Leave' }).waitFor();
    await ringMoved(second);
    expect(await roomsOf(voice)).toEqual([false]);
  });

  it('[V4] lets go of a key whose window is gone, and only of that one', async () => {
    await voice.evaluate(`window.fixture.bridge.emit('talk.changed', ...[0, 0].map(() => (
      { ...window.fixture.bridge.state('talk.changed'), mode: 'push-to-talk' })))`);
    const stays = await openWindow('talk-push-to-talk');
    await stays.getByRole('button', { name: 'Join' }).click();
    const talk = stays.getByRole('button', { name: 'Talk', exact: true });
    const idle = await openWindow('talk-push-to-talk');
    const holds = await openWindow('talk-push-to-talk');
    await holds.getByText('Hold, or hold Space').waitFor();
    await holds.keyboard.down('Space');
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    await idle.close();
    expect((await gatesOf(voice)).at(-1)?.open).toBe(true);
    await holds.close();
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(async () => (await gatesOf(voice)).at(-1)?.open).toBe(false);
    const actions = (await askedOf(voice, 'talk.key')).map((input) => (input as { action: string }).action);
    expect(actions).toEqual(['down', 'up']);
  });

  it('[V4] says so when a window takes back the turn of a key that is down outside', async () => {
    voice = await pages.show('talk-working', { part: 'voice', desktop: true });
    await voice.evaluate(`window.fixture.bridge.emit('talk.changed', ...[0, 0].map(() => (
      { ...window.fixture.bridge.state('talk.changed'), mode: 'push-to-talk' })))`);
    const shown = await openWindow('talk-push-to-talk');
    await shown.getByRole('button', { name: 'Join' }).click();
    const talk = shown.getByRole('button', { name: 'Talk', exact: true });
    await shown.getByText('Hold, or hold Space').waitFor();
    await voice.evaluate("window.fixture.bridge.emit('talk.keyPressed', { action: 'down' }, null)");
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    expect(await askedOf(voice, 'talk.keyOver')).toEqual([{}]);
    await shown.keyboard.press('Escape');
    // Once at its start, of what was pressed before.
    await expect.poll(() => askedOf(voice, 'talk.keyOver')).toEqual([{}, {}]);
    expect((await askedOf(voice, 'talk.key')).at(-1)).toMatchObject({ action: 'cancel' });
    expect((await gatesOf(voice)).at(-1)?.open).toBe(false);
  });

  it('is waited for: a join before it is there counts', async () => {
    await voice.close();
    const shown = await openWindow();
    await shown.getByRole('button', { name: 'Join' }).click();
    await shown.getByRole('button', { name: 'Leave' }).waitFor();
    voice = await pages.show('talk-working', { part: 'voice', beside: true });
    await expect.poll(() => roomsOf(voice)).toEqual([false]);
    await ringMoved(shown);
  });

  it('comes back into its talk when its page is loaded again, switched off if it was', async () => {
    const shown = await openWindow();
    await shown.getByRole('button', { name: 'Join' }).click();
    await expect.poll(() => roomsOf(voice)).toEqual([false]);
    const talk = shown.getByRole('button', { name: 'Talk', exact: true });
    await expect.poll(() => talk.getAttribute('aria-pressed')).toBe('true');
    await talk.click();
    await expect.poll(async () => (await gatesOf(voice)).at(-1)).toEqual({ open: false, muted: true });
    await voice.reload();
    await expect.poll(() => roomsOf(voice)).toEqual([false]);
    await expect.poll(() => voice.evaluate('window.fixture.rooms[0].published?.readyState')).toBe('live');
    expect((await gatesOf(voice)).at(-1)).toEqual({ open: false, muted: true });
    await shown.getByRole('button', { name: 'Leave' }).click();
    await shown.getByRole('button', { name: 'Join' }).waitFor();
    await voice.reload();
    await shown.getByRole('button', { name: 'Join' }).waitFor();
    expect(await roomsOf(voice)).toEqual([]);
  });
});
