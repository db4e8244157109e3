/**
 * Finds the program of an entry before anything is started, so that a missing one is said in words.
 *
 * Path: connector.ts -> here.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/index.ts';

const advice: Readonly<Record<string, string>> = {
  npx: 'It comes with Node.js: install Node.js from nodejs.org, then restart the server.',
  npm: 'It comes with Node.js: install Node.js from nodejs.org, then restart the server.',
  uvx: 'It comes with uv: install it from docs.astral.sh/uv, then restart the server.',
  uv: 'Install it from docs.astral.sh/uv, then restart the server.',
  docker: 'Install Docker, then restart the server.',
};

/** The absolute path to run. @throws {AppError} mcp/program-not-found | mcp/start-failed (the working folder is missing) */
export async function findProgram(
  command: string,
  options: { readonly cwd: string | undefined; readonly environment: Readonly<Record<string, string>> },
): Promise<string> {
  const { cwd, environment } = options;
  if (cwd !== undefined && !(await isFolder(cwd))) {
    throw new AppError(
      'mcp/start-failed',
      `The working folder "${cwd}" does not exist. Correct "cwd" in the server's entry.`,
    );
  }
  const extensions =
    process.platform === 'win32' ? ['', ...(environment['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';')] : [''];
  const written = command.includes('/') || (process.platform === 'win32' && command.includes('\\'));
  const folders = written ? [cwd ?? process.cwd()] : (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  for (const folder of folders) {
    for (const extension of extensions) {
      const candidate = path.resolve(cwd ?? process.cwd(), folder, command + extension);
      if (await isProgram(candidate)) return candidate;
    }
  }
  const what = written
    ? `"${command}" does not exist or may not be run.`
    : `The program "${command}" was not found on the PATH.`;
  const help = advice[path.basename(command)] ?? "Install it, or write its full path in the server's entry.";
  throw new AppError('mcp/program-not-found', `${what} ${help}`, { data: { command } });
}

async function isFolder(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
