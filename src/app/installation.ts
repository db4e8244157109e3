/**
 * Where the parts of an installed Parley are, from where its build (`out`) lies.
 *
 * Always: what is started as a process of its own is named outside of Electron's archive, because Node cannot read it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Programs } from './app.ts';

export interface Installation {
  readonly programs: Programs;
  /** The built window. */
  readonly rendererDir: string;
  readonly version: string;
}

export function locateInstallation(outFolder: string): Installation {
  const root = path.dirname(outFolder);
  const real = unpacked(root);
  const program = (name: string): string => path.join(real, path.basename(outFolder), 'node', `${name}.js`);
  return {
    programs: {
      node: pinnedNode(real),
      agent: program('agent'),
      keeper: program('keeper'),
      sqliteWorker: program('sqlite-worker'),
      validatorWorker: program('validator-worker'),
      demoProvider: program('demo-provider'),
      npmRoot: real,
    },
    rendererDir: path.join(isBesideArchive(root) ? path.dirname(root) : outFolder, 'renderer'),
    version: versionOf(isBesideArchive(root) ? path.dirname(root) : root),
  };
}

/** electron-builder puts what must be real files beside the archive. */
function unpacked(folder: string): string {
  return folder.replace(/app\.asar(?=$|[\\/])/, 'app.asar.unpacked');
}

/** The command line of a package runs outside of the archive; electron-builder.yml lays the page and the version out for it. */
const isBesideArchive = (root: string): boolean => path.basename(root) === 'app.asar.unpacked';

/** The Node 24 that the package bundles, else the one that runs this. */
function pinnedNode(root: string): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = path.join(root, 'node_modules', 'node', 'bin', name);
  const runsUs = Number(process.versions.node.split('.')[0]) >= 24 && process.versions['electron'] === undefined;
  return runsUs || !existsSync(bundled) ? process.execPath : bundled;
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
