/**
 * Opens the window's address in the default browser, where there is one, as soon as the host has printed it.
 */
import { spawn } from 'node:child_process';

const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''], linux: ['xdg-open'] };

/** What to do with the host's stdout: hand it on untouched, and open the first local address in it; 'inherit' where there is no browser. */
export function openWhenReady() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const opener = openers[process.platform];
  if (!opener || (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)) return 'inherit';
  let seen = '';
  let opened = false;
  return (chunk) => {
    process.stdout.write(chunk);
    if (opened) return;
    seen = (seen + chunk).slice(-4096);
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w%.~-]+(?=["\s])/.exec(seen)?.[0];
    if (!url) return;
    opened = true;
    const [file, ...args] = opener;
    spawn(file, [...args, url], { stdio: 'ignore', detached: true })
      .on('error', () => {})
      .unref();
  };
}
