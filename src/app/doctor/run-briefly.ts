/**
 * Runs a program for one short answer.
 */
import { execFile } from 'node:child_process';

/** Longest wait for an answer; a shell with a slow start-up file still makes it. */
const longestMs = 5_000;

/** What it wrote to stdout, or null when it failed, hung or is not there. */
export function runBriefly(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      [...args],
      { env: { ...environment }, timeout: longestMs, killSignal: 'SIGKILL' },
      (error, out) => resolve(error ? null : out),
    );
    child.on('error', () => resolve(null));
    child.stdin?.end();
  });
}
