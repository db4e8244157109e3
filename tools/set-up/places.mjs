/**
 * Where things are in the checkout: the root, the pinned Node, the stamps.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The pinned Node 24 that runs everything but the set-up itself. */
export const pinnedNode = path.join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Built programs, and the stamp that says of what. */
export const outFolder = path.join(root, 'out');
export const parleyProgram = path.join(outFolder, 'node', 'parley.js');

/** Stamps and the lock of the set-up; inside node_modules, so that `npm ci` and a removed node_modules forget them too. */
export const stampFolder = path.join(root, 'node_modules', '.cache', 'parley');

/** The environment of what the set-up runs: the project's programs first on the PATH, without what an outer npm left behind. */
export function toolEnvironment() {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (
      !/^npm_(lifecycle|package|command|execpath|node_execpath|config_local_prefix)/i.test(name) &&
      name !== 'INIT_CWD'
    )
      env[name] = value;
  }
  const bin = path.join(root, 'node_modules', '.bin');
  env.PATH = [bin, ...pathWithoutProject()].join(path.delimiter);
  return env;
}

/** PATH folders that do not belong to a node_modules: where the system's own npm, node and go are. */
export function pathWithoutProject() {
  return (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder && !folder.includes('node_modules'));
}
