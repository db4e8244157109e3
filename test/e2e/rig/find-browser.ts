/**
 * Where Chromium is on this machine, and how every test starts it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** As root, without a screen, and without network chatter of its own. */
export const quietSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** @throws when there is none */
export function findBrowser(): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (!found) throw new Error('Chromium was not found on the PATH; "npm test" installs it.');
  return found;
}
