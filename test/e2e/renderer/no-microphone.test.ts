/**
 * A machine without a microphone, in a real browser: said in words, and found again when it is plugged in.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FixturePages } from './fixture-page.ts';

let pages: FixturePages;
beforeAll(async () => {
  pages = await FixturePages.open({ microphone: false });
});
afterAll(() => pages.close());

it('[V8] says that there is none, joins all the same, and recovers when one is plugged in', async () => {
  const page = await pages.show('talk-empty');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('alert').filter({ hasText: 'No microphone was found' }).waitFor();
  await page.getByRole('button', { name: 'Leave' }).waitFor();
  expect(await page.getByRole('button', { name: 'Talk', exact: true }).getAttribute('aria-pressed')).toBe('false');
  // From here on the browser has one: a synthetic stream, announced as the browser announces a new device.
  await page.evaluate(`
    const tone = new AudioContext();
    const destination = tone.createMediaStreamDestination();
    const oscillator = tone.createOscillator();
    oscillator.connect(destination);
    oscillator.start();
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(destination.stream);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  `);
  await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  await expect.poll(() => page.evaluate('window.fixture.rooms[0].published?.readyState')).toBe('live');
});
