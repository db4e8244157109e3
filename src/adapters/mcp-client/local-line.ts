/**
 * The line to a local program of ours.
 *
 * Path: connector.ts -> here -> stdio-transport.ts.
 */
import path from 'node:path';
import { AppError } from '../../contract/index.ts';
import type { TestStep } from '../../contract/index.ts';
import type { Keeper, McpConnectionEvents, ResolvedEntry } from '../../core/ports.ts';
import { serverEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { LastWords } from './last-words.ts';
import type { Line } from './line.ts';
import type { LoginPath } from './login-path.ts';
import { startMarker } from './server-process.ts';
import { StdioTransport } from './stdio-transport.ts';
import { exitCause } from './translate-error.ts';

export interface LocalOptions {
  readonly keeper: Keeper;
  /** The pinned Node; its folder is searched last for programs. */
  readonly node: string;
  /** Programs that come with Parley, by the command of their entries; Node runs them. */
  readonly ownServers?: Readonly<Record<string, string>>;
  /** The host's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly loginPath: LoginPath;
  readonly onStep: ((step: TestStep) => void) | undefined;
}

/** @throws {AppError} mcp/program-not-found */
export async function openLocal(
  command: string,
  { entry }: ResolvedEntry,
  events: McpConnectionEvents,
  { keeper, node, ownServers, environment, loginPath, onStep }: LocalOptions,
): Promise<Line> {
  const marker = startMarker(keeper);
  const script = ownServers && Object.hasOwn(ownServers, command) ? ownServers[command] : undefined;
  const { program, own } = await findOnPath(script === undefined ? command : node, entry, loginPath, (loginFolders) =>
    serverEnvironment({
      own: environment,
      loginFolders,
      entry: entry.env ?? {},
      marker: marker.environment,
      bundledNodeFolder: path.dirname(node),
    }),
  );
  onStep?.({ step: 'found', program: script ?? program });
  const words = new LastWords();
  const transport = new StdioTransport({
    plan: {
      program,
      args: [...(script === undefined ? [] : [script]), ...(entry.args ?? [])],
      cwd: entry.cwd,
      environment: own,
    },
    markerValue: marker.value,
    keeper,
    onStarted: (pid) => onStep?.({ step: 'started', pid }),
    onOutput: (line) => {
      words.hear(line);
      events.onOutput(line);
    },
  });
  return {
    transport,
    address: null,
    legacyOnly: false,
    pid: () => transport.pid,
    exitCause: () => (transport.exit ? exitCause(transport.exit, words.said) : null),
    hasSession: () => false,
    leave: () => Promise.resolve(),
  };
}

interface Found {
  readonly program: string;
  /** The environment it was found in and is started with. */
  readonly own: Record<string, string>;
}

/** A program that is not found may be one that was installed since the shell's PATH was read. */
async function findOnPath(
  command: string,
  entry: ResolvedEntry['entry'],
  loginPath: LoginPath,
  toEnvironment: (loginFolders: readonly string[]) => Record<string, string>,
): Promise<Found> {
  const find = async (own: Record<string, string>): Promise<Found> => ({
    program: await findProgram(command, { cwd: entry.cwd, environment: own }),
    own,
  });
  if (entry.env?.['PATH'] !== undefined) return find(toEnvironment([]));
  const beganAtMs = performance.now();
  const own = toEnvironment(await loginPath.forStart());
  try {
    return await find(own);
  } catch (error) {
    const isMissing = error instanceof AppError && error.code === 'mcp/program-not-found';
    if (!isMissing || path.basename(command) !== command) throw error;
    const again = toEnvironment((await loginPath.readSince(beganAtMs)) ?? []);
    if (again['PATH'] === own['PATH']) throw error;
    return find(again);
  }
}
