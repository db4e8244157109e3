/**
 * Where the parts of an installed Parley are, from where its `parley` program lies (out/node).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Programs } from '../app/app.ts';

export interface Installation {
  readonly programs: Programs;
  /** The built window. */
  readonly rendererDir: string;
  readonly version: string;
}

/** `bundleUrl`: `import.meta.url` of the built program. */
export function locateInstallation(bundleUrl: string): Installation {
  const folder = path.dirname(fileURLToPath(bundleUrl));
  const root = path.resolve(folder, '..', '..');
  const program = (name: string): string => path.join(folder, `${name}.js`);
  return {
    programs: {
      node: pinnedNode(root),
      agent: program('agent'),
      keeper: program('keeper'),
      sqliteWorker: program('sqlite-worker'),
      validatorWorker: program('validator-worker'),
      demoProvider: program('demo-provider'),
      npmRoot: root,
    },
    rendererDir: path.resolve(folder, '..', 'renderer'),
    version: versionOf(root),
  };
}

/** The bundled Node 24, else the one that runs this. */
function pinnedNode(root: string): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = path.join(root, 'node_modules', 'node', 'bin', name);
  const runsUs = Number(process.versions.node.split('.')[0]) >= 24 && process.versions['electron'] === undefined;
  return runsUs || !existsSync(bundled) ? process.execPath : bundled;
}

export function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
