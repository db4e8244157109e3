/**
 * Processes that carry our marker in their environment, and how they are ended.
 *
 * Path: keeper.ts and keeper-process.ts -> here.
 * Always: zombies count as gone; a process whose environment cannot be read is not ours.
 * Where: Linux reads /proc; macOS asks ps (which hides the environment of Apple's own programs); elsewhere nothing is found.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { signalProcess } from '../process-group/process-group.ts';

/** The one variable that marks a process as started by a Parley host. */
export const markerName = 'PARLEY_KEEPER';

const runFile = promisify(execFile);

/** True where a process that left its group can be found at all. */
export const canFindMarked = process.platform === 'linux' || process.platform === 'darwin';

/** Ids of live processes whose marker is `value` or begins with it and a dot. */
async function findMarked(value: string): Promise<number[]> {
  if (process.platform === 'linux') return findInProc(value);
  if (process.platform === 'darwin') return findWithPs(value);
  return [];
}

async function findInProc(value: string): Promise<number[]> {
  const exact = `\0${markerName}=${value}\0`;
  const longer = `\0${markerName}=${value}.`;
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
      const text = `\0${environment}\0`;
      if (!text.includes(exact) && !text.includes(longer)) return null;
      return (await isZombie(name)) ? null : Number(name);
    }),
  );
  return found.filter((pid) => pid !== null && pid !== process.pid) as number[];
}

async function isZombie(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return stat === '' || /\) [ZX] /.test(stat);
}

async function findWithPs(value: string): Promise<number[]> {
  const { stdout } = await runFile('ps', ['eww', '-axo', 'pid=,stat=,command='], { maxBuffer: 64 * 1024 * 1024 }).catch(
    () => ({ stdout: '' }),
  );
  const mark = new RegExp(`\\s${markerName}=${value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?:[.\\s]|$)`);
  return stdout
    .split('\n')
    .filter((line) => mark.test(line))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, stat]) => !stat?.startsWith('Z'))
    .map(([pid]) => Number(pid))
    .filter((pid) => pid !== process.pid);
}

/**
 * Ends every marked process: SIGTERM, SIGKILL after `graceMs`, again for what appears meanwhile.
 * @returns how many were still there after `limitMs`.
 */
export async function endMarked(value: string, options: { graceMs: number; limitMs: number }): Promise<number> {
  const startedAtMs = performance.now();
  const told = new Set<number>();
  for (;;) {
    const pids = await findMarked(value);
    const elapsedMs = performance.now() - startedAtMs;
    if (pids.length === 0 || elapsedMs > options.limitMs) return pids.length;
    for (const pid of pids) {
      if (elapsedMs >= options.graceMs) signalProcess(pid, 'SIGKILL');
      else if (!told.has(pid)) signalProcess(pid, 'SIGTERM');
      told.add(pid);
    }
    await delay(elapsedMs < 200 ? 20 : 50);
  }
}
