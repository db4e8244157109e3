/**
 * The system's Chromium as every test here starts it: no network chatter, a fake microphone that needs no click.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
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

/** The `chromium` on the PATH. */
function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, 'chromium')).find((file) => existsSync(file));
  if (found === undefined) throw new Error('There is no chromium on the PATH. Install it: apt-get install chromium');
  return found;
}

/** `microphone: false` leaves the machine's own devices, which here are none. */
export function openChromium(options: { readonly microphone: boolean }): Promise<Browser> {
  const fake = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
  ];
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [...quiet, ...(options.microphone ? fake : [])],
  });
}
