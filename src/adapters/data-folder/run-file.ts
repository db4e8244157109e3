/**
 * `run.json`: how other programs find the running host of a profile.
 *
 * Always: whole or absent, mode 0600 from its first byte on; one of a dead process counts as absent.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunFile } from '../../contract/index.ts';

export function writeRunFile(folder: string, run: RunFile): void {
  const unfinished = path.join(folder, `run.json.${process.pid}.unfinished`);
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, runFileOf(folder));
}

/** The running host, or null: none, or one that died without removing its file. */
export function readRunFile(folder: string): RunFile | null {
  try {
    const run = RunFile.parse(JSON.parse(readFileSync(runFileOf(folder), 'utf8')));
    return isAlive(run.pid) ? run : null;
  } catch {
    return null;
  }
}

/** Removes the file whoever wrote it; call it only while holding the profile's lock. */
export function removeRunFile(folder: string): void {
  rmSync(runFileOf(folder), { force: true });
}

function runFileOf(folder: string): string {
  return path.join(folder, 'run.json');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
