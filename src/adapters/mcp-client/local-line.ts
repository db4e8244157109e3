/**
 * The line to a local program of ours.
 *
 * Path: connector.ts -> here -> stdio-transport.ts.
 */
import path from 'node:path';
import type { TestStep } from '../../contract/index.ts';
import type { Keeper, McpConnectionEvents, ResolvedEntry } from '../../core/ports.ts';
import { serverEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { LastWords } from './last-words.ts';
import type { Line } from './line.ts';
import { startMarker } from './server-process.ts';
import { StdioTransport } from './stdio-transport.ts';
import { exitCause } from './translate-error.ts';

export interface LocalOptions {
  readonly keeper: Keeper;
  /** The pinned Node; its folder is searched last for programs. */
  readonly node: string;
  /** The host's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onStep: ((step: TestStep) => void) | undefined;
}

/** @throws {AppError} mcp/program-not-found */
export async function openLocal(
  command: string,
  { entry }: ResolvedEntry,
  events: McpConnectionEvents,
  { keeper, node, environment, onStep }: LocalOptions,
): Promise<Line> {
  const marker = startMarker(keeper);
  const own = serverEnvironment({
    own: environment,
    entry: entry.env ?? {},
    marker: marker.environment,
    bundledNodeFolder: path.dirname(node),
  });
  const program = await findProgram(command, { cwd: entry.cwd, environment: own });
  onStep?.({ step: 'found', program });
  const words = new LastWords();
  const transport = new StdioTransport({
    plan: { program, args: entry.args ?? [], cwd: entry.cwd, environment: own },
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
