/**
 * The programs that servers are started with, on the PATH they are started with.
 *
 * Always: a program that no server of the user's asks for is no problem when it is missing.
 */
import path from 'node:path';
import { joinPath } from '../../adapters/mcp-client/environment.ts';
import { findProgram } from '../../adapters/mcp-client/find-program.ts';
import type { LoginPath } from '../../adapters/mcp-client/login-path.ts';
import type { DoctorCheck, ServerView } from '../../contract/index.ts';
import type { AppOptions } from '../app.ts';
import { runBriefly } from './run-briefly.ts';

const advice: Readonly<Record<string, string>> = {
  node: 'Install Node.js from nodejs.org.',
  npx: 'It comes with Node.js: install it from nodejs.org.',
  uvx: 'It comes with uv: install it from docs.astral.sh/uv.',
  docker: 'Install Docker.',
};

export async function checkPrograms(
  options: AppOptions,
  loginPath: LoginPath,
  servers: readonly ServerView[],
): Promise<DoctorCheck[]> {
  const { environment, programs } = options;
  const ours = (environment['PATH'] ?? '').split(path.delimiter);
  const theirs = await loginPath.readSince(performance.now());
  const [first, second] = loginPath.isInherited ? [ours, theirs ?? []] : [theirs ?? [], ours];
  const searched = joinPath(first, second, [path.dirname(programs.node)]);
  const wanted = new Set(
    servers.flatMap(({ entry }) => (entry.command === undefined ? [] : [path.basename(entry.command)])),
  );
  const checks = Object.keys(advice).map((name) =>
    checkProgram(name, { ...environment, PATH: searched }, wanted.has(name)),
  );
  return [checkLoginShell(loginPath, theirs, searched.split(path.delimiter)), ...(await Promise.all(checks))];
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

/** What the user's shell adds to the PATH is searched for servers, too, if the shell says it. */
function checkLoginShell(
  { shell }: LoginPath,
  theirs: readonly string[] | null,
  folders: readonly string[],
): DoctorCheck {
  const name = 'PATH';
  const count = `${folders.length} folders`;
  if (shell === null) return { name, ok: true, found: count, advice: null };
  if (theirs !== null) return { name, ok: true, found: `${count}, those of ${shell} among them`, advice: null };
  const advice = `Look whether "${shell} -ilc true" ends within 3 s. Until then write the full path of a program in the entry of its server.`;
  return { name, ok: false, found: `${shell} does not say its PATH`, advice };
}
