/**
 * The packages of package-lock.json in node_modules, and the pinned Node among them.
 *
 * Done means: a stamp with the lock file's hash, written after `npm ci` ended well and the pinned Node ran. Packages that
 * somebody installed by hand (`npm install`) are taken as they are when npm's own record agrees with the lock file.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathWithoutProject, pinnedNode, root, stampFolder, toolEnvironment } from './places.mjs';
import { SetupError, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';
import { hashOf, readStamp, writeStamp } from './stamps.mjs';

const stampFile = path.join(stampFolder, 'dependencies');

function wanted() {
  return hashOf(root, ['package-lock.json']);
}

export function dependenciesReady() {
  return existsSync(pinnedNode) && readStamp(stampFile) === wanted();
}

/** @param {{ onStarted: (pid: number) => void, signal: AbortSignal }} context */
export async function ensureDependencies(context) {
  if (dependenciesReady()) return;
  if (!installedMatchesLock())
    await withProgress('installing the packages of package-lock.json (npm ci)', () => install(context));
  await ensurePinnedNode(context);
  writeStamp(stampFile, wanted());
}

async function install(context) {
  rmSync(stampFile, { force: true });
  const result = await runQuietly('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: npmEnvironment(),
    ...context,
  });
  if (result.missing)
    throw new SetupError(
      'npm was not found: install Node.js 20 or newer with npm (https://nodejs.org), then run the same command again.',
    );
  if (result.code !== 0) throw new SetupError(explainNpm(result.output), result.output);
}

/** npm runs on the Node it came with: `npm ci` removes the project's own one first. */
function npmEnvironment() {
  return { ...toolEnvironment(), PATH: pathWithoutProject().join(path.delimiter), ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };
}

/** @param {string} output */
export function explainNpm(output) {
  const again = 'then run the same command again';
  if (/ENOSPC|no space left/i.test(output))
    return `npm could not install the packages because the disk is full: make room (about 3 GB), ${again}.`;
  if (/EACCES|EPERM|EROFS/.test(output))
    return `npm could not write to the project folder or its cache: give yourself the right to write there, ${again}.`;
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|ECONNRESET|EAI_AGAIN|ENETUNREACH|ENOTCACHED|network/i.test(output)) {
    return `npm could not reach its package registry: check the network (or the proxy and registry in npm's configuration), ${again}.`;
  }
  if (/can only install packages when your package.json and package-lock.json/i.test(output)) {
    return `package.json and package-lock.json do not agree: run "npm install" and commit package-lock.json, ${again}.`;
  }
  return `npm could not install the packages; its last words are above. Mend that, ${again}.`;
}

/** True when npm's record of what it installed names everything the lock file asks for on this platform. */
export function installedMatchesLock(folder = root) {
  try {
    const read = (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')).packages;
    const installed = read('node_modules/.package-lock.json');
    const locked = read('package-lock.json');
    return Object.entries(locked).every(([name, entry]) => {
      if (name === '' || entry.link) return true;
      const there = installed[name];
      if (!there) return entry.optional === true || entry.devOptional === true || entry.peer === true;
      return there.version === entry.version && there.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

/** The `node` package fetches its binary in an install script, which a strict npm may have skipped. */
async function ensurePinnedNode(context) {
  if (await pinnedNodeRuns(context)) return;
  await withProgress('fetching the pinned Node', () =>
    runQuietly('node', ['installArchSpecificPackage'], {
      cwd: path.join(root, 'node_modules', 'node'),
      env: npmEnvironment(),
      ...context,
    }),
  );
  if (await pinnedNodeRuns(context)) return;
  const { platform, arch } = process;
  throw new SetupError(
    `The pinned Node (npm package "node") does not run here (${platform} ${arch}): check that npm may reach its registry, remove node_modules, then run the same command again.`,
  );
}

async function pinnedNodeRuns(context) {
  const result = await runQuietly(pinnedNode, ['--version'], { timeoutMs: 20_000, ...context });
  return result.code === 0 && /^v2[4-9]\./.test(result.output);
}
