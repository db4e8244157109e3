/**
 * Runs `parley` commands in this process against a fake app behind the real loopback server and its run.json.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandLine } from '../../src/cli/command-line.ts';
import type { Starters } from '../../src/cli/command-line.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { RunFile } from '../../src/contract/index.ts';
import { openLoopbackServer } from '../../src/host/loopback-server.ts';
import type { FakeApp } from '../fakes/fake-app.ts';
import { FakeTerminal } from '../fakes/fake-terminal.ts';

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface Rig {
  readonly dataDir: string;
  /** Each start of the core in this process, and whether its MCP servers started with it. */
  readonly offlineStarts: readonly { readonly servers: boolean }[];
  run(...args: string[]): Promise<Ran>;
  runWith(terminal: FakeTerminal, ...args: string[]): Promise<Ran>;
  close(): Promise<void>;
}

interface RigOptions {
  /** Runs as a host with a run.json. */
  readonly running?: FakeApp;
  /** What starts in this process where no host runs. */
  readonly offline?: FakeApp;
  readonly onHost?: Starters['host'];
  /** Written over the true run.json. */
  readonly runFile?: Partial<RunFile>;
}

export async function openRig({ running, offline, onHost, runFile }: RigOptions = {}): Promise<Rig> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-cli-'));
  const server = running
    ? await openLoopbackServer({
        port: 0,
        rendererDir: dataDir,
        serve: (channel, caller) => running.serve(channel, caller),
        livekitUrl: () => Promise.resolve(null),
      })
    : null;
  if (server || runFile) {
    const run = {
      pid: process.pid,
      url: server?.url ?? 'http://127.0.0.1:9',
      token: server?.token ?? 'x'.repeat(43),
      startedAtMs: 1,
      version: '0.0.0',
    };
    await writeFile(path.join(dataDir, 'run.json'), JSON.stringify({ ...run, ...runFile }));
  }
  const offlineStarts: { servers: boolean }[] = [];
  const starters: Starters = {
    offlineApp: (_dataDir, { servers }) => {
      offlineStarts.push({ servers });
      return offline ? Promise.resolve(offline) : Promise.reject(new Error('this command must not start the core'));
    },
    host: onHost ?? (() => Promise.reject(new Error('this command must not start a host'))),
  };
  const runWith = async (terminal: FakeTerminal, ...args: string[]): Promise<Ran> => {
    const line = new CommandLine(terminal, starters, { PARLEY_DATA_DIR: dataDir });
    const code = await runProgram(args, line, '1.2.3');
    return { code, output: terminal.output, errors: terminal.errors };
  };
  return {
    dataDir,
    offlineStarts,
    runWith,
    run: (...args) => runWith(new FakeTerminal(), ...args),
    close: async () => {
      await server?.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
