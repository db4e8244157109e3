/**
 * A process group: is anyone left in it, and signals to all of it.
 *
 * Path: server-process.ts -> here.
 * Always: a zombie that nobody reaps counts as gone (in a container no one may reap orphans).
 */
import { readdir, readFile } from 'node:fs/promises';

/** Signals the whole group; a group that is gone already is fine. */
export function signalGroup(pgid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(process.platform === 'win32' ? pgid : -pgid, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

export async function isGroupEmpty(pgid: number): Promise<boolean> {
  try {
    process.kill(process.platform === 'win32' ? pgid : -pgid, 0);
  } catch {
    return true;
  }
  return process.platform === 'linux' ? !(await hasLiveMember(pgid)) : false;
}

async function hasLiveMember(pgid: number): Promise<boolean> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'latin1').catch(() => '')));
  return stats.some((stat) => {
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === pgid && state !== 'Z' && state !== 'X';
  });
}
