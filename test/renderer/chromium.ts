/**
 * The system's Chromium as every test here starts it: no network chatter, a fake microphone that needs no click.
 */
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { findBrowser, quietSwitches } from '../e2e/rig/find-browser.ts';

/** `microphone: false` leaves the machine's own devices, which here are none. */
export function openChromium(options: { readonly microphone: boolean }): Promise<Browser> {
  const fake = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
  ];
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: [...quietSwitches, ...(options.microphone ? fake : [])],
  });
}
