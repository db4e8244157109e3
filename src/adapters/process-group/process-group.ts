/**
 * Signals to what Parley started, and whether anyone is left of it: the one place where they are sent.
 *
 * Path: every adapter that spawns -> here. The one folder adapters share (tools/lint/layers.mjs).
 * Always: a process that is gone, or is nobody's of ours, is no failure; an id that would reach our own group or every process
 * is never signalled (`child.kill()` of Node is no way around: after a start that failed it signals an id that nobody set,
 * which was 0 for us, our own group); a zombie that nobody reaps counts as gone (in a container no one may reap orphans).
 */
import { readdir, readFile } from 'node:fs/promises';

/** Signals the whole group a process leads; on Windows, which has no groups, that process. */
export function signalGroup(leader: number | undefined, name: NodeJS.Signals): void {
  if (isOne(leader)) send(process.platform === 'win32' ? leader : -leader, name);
}

/** Signals one process. */
export function signalProcess(pid: number | undefined, name: NodeJS.Signals): void {
  if (isOne(pid)) send(pid, name);
}

/** 0 and -1 mean our own group and everybody; a program that could not be started has no id. */
const isOne = (pid: number | undefined): pid is number => pid !== undefined && pid > 1;

function send(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
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
