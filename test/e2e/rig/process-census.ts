/**
 * Which processes there are, from /proc: everything that descends from a process, and everything that carries a marker.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Every live process id with its parent's; zombies are not alive. */
function processTable(): Map<number, number> {
  const table = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state !== 'Z') table.set(Number(name), Number(parent));
    } catch {
      // It ended while the folder was read.
    }
  }
  return table;
}

/** All descendants of `pid`, by parentage at this moment. */
export function descendantsOf(pid: number): number[] {
  const table = processTable();
  const found = new Set([pid]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [child, parent] of table) {
      if (found.has(parent) && !found.has(child)) {
        found.add(child);
        grew = true;
      }
    }
  }
  found.delete(pid);
  return [...found];
}

/** Processes whose environment or arguments contain `text`. */
export function processesWith(text: string): number[] {
  return [...processTable().keys()].filter((pid) => {
    for (const part of ['environ', 'cmdline']) {
      try {
        if (readFileSync(`/proc/${String(pid)}/${part}`, 'utf8').includes(text)) return true;
      } catch {
        // It ended, or is a kernel thread.
      }
    }
    return false;
  });
}

export const isAlive = (pid: number): boolean => processTable().has(pid);

/** Program and arguments, separated by spaces; '' when it has ended. */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
