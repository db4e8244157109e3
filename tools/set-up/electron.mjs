/**
 * Electron's binary, which npm does not carry: fetched by Electron's own installer, verified by the checksums in its package.
 *
 * Always: it may be missing. Then Parley runs without it, and the next try is made a day later, so a start stays quick.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, stampFolder, toolEnvironment } from './places.mjs';
import { say, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';
import { writeStamp } from './stamps.mjs';

const failedStamp = path.join(stampFolder, 'electron-failed');
const retryAfterMs = 24 * 3600 * 1000;

/** Path of the Electron program, or null. */
export function findElectron() {
  const folder = path.join(root, 'node_modules', 'electron');
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(folder, 'dist');
    const file = path.join(dist, readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** Why Electron is not started here although it may be there, or null. */
export function whyNoScreen() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY
    ? 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)'
    : null;
}

/** True when there is nothing to try: it is there, not wanted, or could not be had within the last day. */
export function electronSettled() {
  return findElectron() !== null || Boolean(process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) || triedLately();
}

/** @param {{ onStarted: (pid: number) => void, signal: AbortSignal }} context */
export async function ensureElectron(context) {
  if (electronSettled()) return;
  const installer = path.join(root, 'node_modules', 'electron', 'install.js');
  const result = await withProgress("fetching Electron's binary", () =>
    runQuietly(process.execPath, [installer], { cwd: root, env: toolEnvironment(), timeoutMs: 300_000, ...context }),
  );
  if (result.code === 0 && findElectron()) return;
  say(
    "Electron's binary could not be had (its download failed); Parley runs without it. The next try is made in a day, or after: rm -r node_modules/.cache/parley",
  );
  writeStamp(failedStamp, new Date().toISOString());
}

function triedLately() {
  try {
    return Date.now() - statSync(failedStamp).mtimeMs < retryAfterMs;
  } catch {
    return false;
  }
}
