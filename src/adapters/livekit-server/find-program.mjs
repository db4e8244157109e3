/**
 * Where the `livekit-server` program is: the one rule that the set-up (plain Node 20) and the app (at run time) share.
 *
 * Order: PARLEY_LIVEKIT_SERVER, the package's own, PATH, the user's cache, the checkout's cache. Looks only; builds and downloads nothing.
 * Always: a named program that is not there is an error, never silently replaced by another one.
 * Source: DESIGN §6. Kept free of TypeScript because the set-up runs before anything is installed.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The pinned release; tools/livekit-server/go.mod names the same one. */
export const livekitServerVersion = '1.13.4';

const fileName = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server';

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Where the set-up may keep the one it built or fetched, best first: per user, then inside the checkout (or app folder) `root`.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 */
export function livekitServerCaches(env, root) {
  const xdg = env.XDG_CACHE_HOME;
  const userCache = xdg && path.isAbsolute(xdg) ? xdg : path.join(env.HOME || homedir(), '.cache');
  return [
    path.join(userCache, 'parley', 'livekit-server', livekitServerVersion, fileName),
    path.join(root, '.cache', 'livekit-server', livekitServerVersion, fileName),
  ];
}

/**
 * Where a package of the desktop app carries it: beside the archive, as electron-builder.yml places it; null in a checkout.
 * @param {string} root
 */
function packagedLivekitServer(root) {
  const resources = path.dirname(root);
  return path.basename(root) === 'app.asar.unpacked' ? path.join(resources, 'livekit-server', fileName) : null;
}

/**
 * The program's path, or null where there is none.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @returns {{ file: string, source: 'PARLEY_LIVEKIT_SERVER' | 'package' | 'PATH' | 'cache' } | { missing: string } | null}
 *   `missing` is what PARLEY_LIVEKIT_SERVER names when that is not a program.
 */
export function findLivekitServer(env, root) {
  const named = env.PARLEY_LIVEKIT_SERVER;
  if (named)
    return isProgram(named) ? { file: path.resolve(named), source: 'PARLEY_LIVEKIT_SERVER' } : { missing: named };
  const packaged = packagedLivekitServer(root);
  if (packaged && isProgram(packaged)) return { file: packaged, source: 'package' };
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, fileName);
    if (isProgram(file)) return { file, source: 'PATH' };
  }
  for (const file of livekitServerCaches(env, root)) {
    if (isProgram(file)) return { file, source: 'cache' };
  }
  return null;
}
