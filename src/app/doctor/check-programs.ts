/**
 * The programs that servers are started with, on the PATH they are started with, and on the login shell's.
 *
 * Always: a program that no server of the user's asks for is no problem when it is missing.
 */
import path from 'node:path';
import { findProgram } from '../../adapters/mcp-client/find-program.ts';
import type { DoctorCheck, ServerView } from '../../contract/index.ts';
import type { AppOptions } from '../app.ts';
import { runBriefly } from './run-briefly.ts';

const advice: Readonly<Record<string, string>> = {
  node: 'Install Node.js from nodejs.org.',
  npx: 'It comes with Node.js: install it from nodejs.org.',
  uvx: 'It comes with uv: install it from docs.astral.sh/uv.',
  docker: 'Install Docker.',
};

export async function checkPrograms(options: AppOptions, servers: readonly ServerView[]): Promise<DoctorCheck[]> {
  const { environment, programs } = options;
  const searched = [environment['PATH'] ?? '', path.dirname(programs.node)].filter(Boolean).join(path.delimiter);
  const wanted = new Set(
    servers.flatMap(({ entry }) => (entry.command === undefined ? [] : [path.basename(entry.command)])),
  );
  const checks = Object.keys(advice).map((name) =>
    checkProgram(name, { ...environment, PATH: searched }, wanted.has(name)),
  );
  return Promise.all([checkLoginShell(environment, searched), ...checks]);
}

async function checkProgram(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  wanted: boolean,
): Promise<DoctorCheck> {
  const inherited = Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const file = await findProgram(name, { cwd: undefined, environment: inherited }).catch(() => null);
  if (file === null) {
    return wanted
      ? { name, ok: false, found: 'not found, and one of your servers needs it', advice: advice[name] ?? null }
      : { name, ok: true, found: 'not found; none of your servers needs it', advice: null };
  }
  const version = await runBriefly(file, ['--version'], environment);
  if (version !== null) return { name, ok: true, found: `${version.trim().split('\n')[0]}, ${file}`, advice: null };
  return { name, ok: !wanted, found: `${file} does not answer`, advice: wanted ? (advice[name] ?? null) : null };
}

/** A desktop starts programs without what the user's shell adds to the PATH; servers then miss their programs. */
async function checkLoginShell(
  environment: Readonly<Record<string, string | undefined>>,
  searched: string,
): Promise<DoctorCheck> {
  const name = 'PATH';
  const ours = searched.split(path.delimiter).filter(Boolean);
  const shell = environment['SHELL'];
  if (process.platform === 'win32' || !shell) return { name, ok: true, found: `${ours.length} folders`, advice: null };
  const mark = '|parley|';
  const output = await runBriefly(shell, ['-lc', `printf '%s' "${mark}$PATH${mark}"`], {
    ...environment,
    TERM: 'dumb',
  });
  const theirs = output?.split(mark)[1]?.split(path.delimiter).filter(Boolean);
  if (!theirs)
    return {
      name,
      ok: false,
      found: `${shell} does not say its PATH`,
      advice: `Look whether "${shell} -lc true" works.`,
    };
  const missing = [...new Set(theirs)].filter((folder) => !ours.includes(folder));
  if (missing.length === 0)
    return { name, ok: true, found: `${ours.length} folders, those of ${shell} among them`, advice: null };
  const help = 'Start Parley from a terminal, or write the full path of the program in the entry of the server.';
  return { name, ok: false, found: `lacks ${missing.join(', ')} of your login shell`, advice: help };
}
