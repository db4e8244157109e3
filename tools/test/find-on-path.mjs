/**
 * Finds a program on the PATH.
 */
import path from 'node:path';
import { isProgram } from '../../src/adapters/livekit-server/find-program.mjs';

/** @param {string} name @returns {string | null} */
export function findOnPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (folder && isProgram(path.join(folder, name))) return path.join(folder, name);
  }
  return null;
}
