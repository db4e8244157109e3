/**
 * Microphones and speakers that come, go and fail in the middle of a talk, in a real browser.
 *
 * The decisions are tested as a machine in renderer/voice/microphone-state.test.ts; here is what a person sees of them.
 */
import { describe, expect, it } from 'vitest';
import { FakeDevices } from './fake-devices.ts';
import type { FixturePages } from './fixture-page.ts';
import { usePages } from './use-pages.ts';

const builtIn = { id: 'built-in', label: 'Built-in' };
const headset = { id: 'headset', label: 'Headset' };
const broken = { id: 'silent-line', label: 'Line in' };

let pages: FixturePages;
usePages((opened) => (pages = opened));

describe('[V8] in a talk', () => {
  it('goes on with the default microphone when the chosen one is pulled out, says it, and takes it again', async () => {
    const page = await pages.show('settings-in-talk');
    const machine = await FakeDevices.plugInto(page, [builtIn, headset]);
    await expect.poll(() => machine.isPublished()).toBe(true);
    await page.getByRole('combobox', { name: 'Microphone' }).selectOption('Headset');
    await expect.poll(() => machine.opened()).toEqual(['built-in', 'headset']);
    await expect.poll(() => machine.isPublished()).toBe(true);
    await machine.set([builtIn]);
    await page.getByText('The default one is used until it is back').waitFor();
    await expect.poll(() => machine.isPublished()).toBe(true);
    expect((await machine.opened()).at(-1)).toBe('built-in');
    expect(await page.getByRole('combobox', { name: 'Microphone' }).inputValue()).toBe('headset');
    await machine.set([builtIn, headset]);
    await expect.poll(async () => (await machine.opened()).at(-1)).toBe('headset');
    await expect.poll(() => page.getByText('until it is back').count()).toBe(0);
    await expect.poll(() => machine.isPublished()).toBe(true);
  });

  it('follows a change of the default microphone', async () => {
    const page = await pages.show('settings-in-talk');
    const machine = await FakeDevices.plugInto(page, [builtIn, headset]);
    await expect.poll(() => machine.isPublished()).toBe(true);
    await machine.set([headset, builtIn]);
    await expect.poll(() => machine.opened()).toEqual(['built-in', 'headset']);
    await expect.poll(() => machine.isPublished()).toBe(true);
  });

  it('sends the sound to the chosen speaker, and to the default one while that is away', async () => {
    const page = await pages.show('settings-in-talk');
    const speakers = [{ id: 'desk', label: 'Desk speaker' }, headset];
    const machine = await FakeDevices.plugInto(page, [builtIn], speakers);
    await expect.poll(() => machine.isPublished()).toBe(true);
    await page.getByRole('combobox', { name: 'Speaker' }).selectOption('Headset');
    const told = (): Promise<string[]> => page.evaluate('window.fixture.rooms[0].speakers');
    await expect.poll(told).toEqual(['headset']);
    await machine.set([builtIn], speakers.slice(0, 1));
    await page.getByText('The speaker you chose is not connected').waitFor();
    await machine.set([builtIn], speakers);
    await expect.poll(told).toEqual(['headset', '', 'headset']);
  });

  it('[V1] switches echo cancellation, noise suppression and gain, each by itself and for good', async () => {
    const page = await pages.show('settings-in-talk');
    const machine = await FakeDevices.plugInto(page, [builtIn]);
    await expect
      .poll(() => machine.lastAsked())
      .toMatchObject({
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      });
    await page.getByRole('switch', { name: 'Noise suppression' }).click();
    await expect
      .poll(() => machine.lastAsked())
      .toMatchObject({
        echoCancellation: true,
        noiseSuppression: false,
        autoGainControl: true,
      });
    await expect.poll(() => machine.isPublished()).toBe(true);
    await page.reload();
    await expect
      .poll(() => page.getByRole('switch', { name: 'Noise suppression' }).getAttribute('aria-checked'))
      .toBe('false');
  });

  it('says to who holds the key that the microphone is silent', async () => {
    const page = await pages.show('talk-push-to-talk');
    await FakeDevices.plugInto(page, [broken]);
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.keyboard.down('Space');
    await page.getByRole('alert').filter({ hasText: 'Your microphone is silent' }).waitFor({ timeout: 5_000 });
    await page.keyboard.up('Space');
  });

  it('says where a denied microphone is allowed, and recovers by a press', async () => {
    const page = await pages.show('talk-demo');
    const machine = await FakeDevices.plugInto(page, [builtIn]);
    await machine.deny(true);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').filter({ hasText: 'left of the address' }).waitFor();
    await machine.deny(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });
});

describe('[V8] before a talk', () => {
  it('checks the microphone: a level that moves, and a sentence', async () => {
    const page = await pages.show('settings-voice');
    const machine = await FakeDevices.plugInto(page, [broken, builtIn]);
    await page.getByRole('button', { name: 'Check the microphone' }).click();
    await page.getByText('Your microphone is silent').waitFor();
    await page.getByRole('combobox', { name: 'Microphone' }).selectOption('Built-in');
    await page.getByText('Parley hears you').waitFor();
    const part = (): Promise<number> =>
      page.evaluate(`Number(document.querySelector('.level-bar').style.getPropertyValue('--part'))`);
    await expect.poll(part).toBeGreaterThan(0.5);
    await page.getByRole('button', { name: 'Stop the check' }).click();
    await expect.poll(() => page.locator('.level-bar').count()).toBe(0);
    expect(await machine.opened()).toEqual(['silent-line', 'built-in']);
  });

  it('plays a sound on the speaker', async () => {
    const page = await pages.show('settings-voice');
    await page.getByRole('button', { name: 'Play a sound' }).click();
    await page.getByText('You should have heard').waitFor();
  });
});
