/**
 * How long a server may take to answer its first greeting, and what is said of one that takes long. Pure.
 *
 * Path: server.ts, test-server.ts -> here. Always: only a command that downloads what it runs gets the long limit, and only while
 * nothing shows that the download is done.
 */
import { AppError } from '../../contract/index.ts';
import type { ServerEntry, WireError } from '../../contract/index.ts';

/** What is on the computer answers within this; a start that takes longer is called slow. */
export const connectTimeoutMs = 20_000;

/** A first download of a large package or image over a common line. */
export const downloadTimeoutMs = 120_000;

/** Programs that fetch what they are told to run. */
const downloaders: ReadonlySet<string> = new Set([
  'npx',
  'npm',
  'pnpm',
  'yarn',
  'bunx',
  'uvx',
  'uv',
  'pipx',
  'docker',
  'podman',
]);

/** `isKnown`: it has answered before, so what it needs is here. */
export function connectLimitMs(entry: ServerEntry, isKnown: boolean): number {
  return !isKnown && downloads(entry) ? downloadTimeoutMs : connectTimeoutMs;
}

function downloads({ command, args = [] }: ServerEntry): boolean {
  if (command === undefined) return false;
  const name = programName(command);
  return downloaders.has(name === 'cmd' ? programName(commandOfCmd(args)) : name);
}

/** Without folder and the endings of Windows, in lower case. */
function programName(command: string): string {
  const file = command.split(/[\\/]/).at(-1) ?? '';
  return file.toLowerCase().replace(/\.(?:cmd|exe)$/, '');
}

/** What `cmd /d /c npx …` runs; it may stand there as one word with its own arguments. */
function commandOfCmd(args: readonly string[]): string {
  const at = args.findIndex((word) => /^\/[ck]$/i.test(word));
  return at < 0 ? '' : (args[at + 1]?.trim().split(/\s/)[0] ?? '');
}

/** Shown while a start goes on beyond `connectTimeoutMs`. */
export const stillStarting: WireError = {
  code: 'mcp/still-starting',
  message: 'Still starting. It may be downloading.',
};

/** The failure of a start that had `limitMs`, with what to do where a download was not done by then. */
export function withDownloadAdvice(error: unknown, limitMs: number): unknown {
  if (!isStartTimeout(error) || limitMs <= connectTimeoutMs) return error;
  return new AppError(error.code, `${error.message} ${downloadAdvice}`, { cause: error });
}

const downloadAdvice =
  'It may still be downloading: run its command once in a terminal until the download is done, then restart the server.';

export const isStartTimeout = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'mcp/start-timeout';
