/**
 * The system's Chromium as every test here starts it: no network chatter, a fake microphone that needs no click.
 */
import { chromium } from 'playwright';
import type { Browser } from 'playwright';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `microphone: false` leaves the machine's own devices, which here are none. */
export function openChromium(options: { readonly microphone: boolean }): Promise<Browser> {
  const fake = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
  ];
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    headless: true,
    args: [...quiet, ...(options.microphone ? fake : [])],
  });
}
