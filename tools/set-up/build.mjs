/**
 * The build in out/: the window's parts by electron-vite, the Node programs by rolldown; skipped when nothing changed.
 *
 * Always: built in a folder of its own and put in place by renaming, its stamp inside; so out/ is whole or the old one.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { outFolder, parleyProgram, pinnedNode, root, toolEnvironment } from './places.mjs';
import { SetupError, say, withProgress } from './progress.mjs';
import { nodePrograms, windowEntries } from './programs.mjs';
import { runQuietly } from './run-child.mjs';
import { hashOf, readStamp, writeStamp } from './stamps.mjs';

const stampName = 'build-stamp';
const buildInputs = [
  'src',
  'resources',
  'package-lock.json',
  'electron.vite.config.ts',
  'tools/set-up/build-programs.mjs',
  'tools/set-up/programs.mjs',
];

export function buildReady() {
  return existsSync(parleyProgram) && readStamp(path.join(outFolder, stampName)) === hashOf(root, buildInputs);
}

/** @param {{ onStarted: (pid: number) => void, signal: AbortSignal }} context */
export async function ensureBuild(context) {
  if (buildReady()) return;
  await withProgress('building', () => build(context));
}

async function build(context) {
  const wanted = hashOf(root, buildInputs);
  warnOfMissing();
  removeLeftovers();
  const temporary = path.join(root, `out.building-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  try {
    await Promise.all([buildWindow(temporary, context), buildPrograms(temporary, context)]);
    writeStamp(path.join(temporary, stampName), wanted);
    putInPlace(temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function warnOfMissing() {
  const missing = [...Object.values(nodePrograms), ...windowEntries].filter(
    (source) => !existsSync(path.join(root, source)),
  );
  if (missing.length === 0) return;
  if (process.env.CI)
    throw new SetupError(`The build lacks ${missing.join(', ')}: the checkout is not complete, clone it again.`);
  say(`warning: not built, because not there: ${missing.join(', ')}`);
}

function removeLeftovers() {
  for (const name of readdirSync(root)) {
    if (/^out\.(building|old)-\d+$/.test(name)) rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

async function buildWindow(target, context) {
  if (!windowEntries.some((source) => existsSync(path.join(root, source)))) return;
  const program = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await runTool('electron-vite', [program, 'build', '--outDir', target, '--logLevel', 'warn'], context);
}

async function buildPrograms(target, context) {
  await runTool(
    'rolldown',
    [path.join(root, 'tools', 'set-up', 'build-programs.mjs'), path.join(target, 'node')],
    context,
  );
}

async function runTool(name, args, context) {
  const result = await runQuietly(pinnedNode, args, { cwd: root, env: toolEnvironment(), ...context });
  if (result.code === 0) {
    if (result.output.trim()) process.stderr.write(`${result.output.trimEnd()}\n`);
    return;
  }
  if (/ENOSPC|no space left/i.test(result.output))
    throw new SetupError(
      'The build failed because the disk is full: make room, then run the same command again.',
      result.output,
    );
  throw new SetupError(
    `The build failed in ${name}; its last words are above. Mend that, then run the same command again.`,
    result.output,
  );
}

function putInPlace(temporary) {
  const old = path.join(root, `out.old-${process.pid}`);
  if (existsSync(outFolder)) renameSync(outFolder, old);
  renameSync(temporary, outFolder);
  rmSync(old, { recursive: true, force: true });
}
