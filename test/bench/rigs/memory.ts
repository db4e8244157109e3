/**
 * Memory of processes as the system shares it out: PSS, where a shared page counts by its share. Linux only.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { commandLineOf, descendantsOf } from '../../e2e/rig/process-census.ts';
import { root } from './places.ts';

export interface ProcessMemory {
  readonly program: string;
  readonly megabytes: number;
}

/** The process and everything it started. @throws where the system does not tell */
export function memoryOf(pid: number): ProcessMemory[] {
  return [pid, ...descendantsOf(pid)].flatMap((one) => {
    const rollup = read(one);
    if (rollup === null) return [];
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
    return [{ program: nameOf(one), megabytes: Number(kilobytes ?? 0) / 1_024 }];
  });
}

/** Without the paths of this machine: results are kept. */
const nameOf = (pid: number): string => commandLineOf(pid).replaceAll(root, '.').replaceAll(tmpdir(), '').slice(0, 160);

/** null where it has ended meanwhile. */
function read(pid: number): string | null {
  try {
    return readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
  } catch (error) {
    if (process.platform !== 'linux') throw error;
    return null;
  }
}
