/**
 * `parley host` as its users start it, in a data folder of its own, and the program beside it.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { ReadyLine, RunFile } from '../../../src/contract/index.ts';
import type { Bridge } from '../../../src/contract/index.ts';
import { createWebSocketClientChannel } from '../../../src/wire/carriers/websocket-client.ts';
import { BridgeClient } from '../../../src/wire/client.ts';

const checkout = path.resolve(import.meta.dirname, '../../..');
const program = path.join(checkout, 'out/node/parley.js');
const execute = promisify(execFile);

export interface HostProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly livekitUrl: string;
  readonly dataDir: string;
  /** stderr so far. */
  complaints(): string;
  /** All that it wrote so far, stdout and stderr as they came. */
  output(): string;
  /** Runs `parley …` on the same profile; resolves with its output, also when it fails. */
  parley(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  /** As `parley … --json`, parsed. */
  json<T = unknown>(...args: string[]): Promise<T>;
  /** A client of the host's bridge, as the program has one; closed with the host. */
  bridge(): Bridge;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
}

/** What a shell has, without anything of Parley, OpenAI or LiveKit. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '', HOME = '', LANG = 'C.UTF-8', TMPDIR } = process.env;
  return { PATH, HOME, LANG, ...(TMPDIR ? { TMPDIR } : {}), ...extra };
}

export async function startHost(
  options: {
    args?: string[];
    environment?: Record<string, string>;
    dataDir?: string;
    /** A command that host and program are run by, for example in a network of their own. */
    within?: readonly string[];
  } = {},
): Promise<HostProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'parley-e2e-')));
  const environment = cleanEnvironment(options.environment);
  const within = options.within ?? [];
  const [file = process.execPath, ...args] = [...within, process.execPath, program];
  const child = spawn(
    file,
    [...args, 'host', '--port', '0', '--json', '--data-dir', dataDir, ...(options.args ?? [])],
    { cwd: checkout, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaints = '';
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    output += data.toString();
    complaints = (complaints + data.toString()).slice(-20_000);
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const line = await Promise.race([firstJsonLine(child), exited.then(() => null)]);
  if (line === null) throw new Error(`The host ended before it was ready: ${complaints}`);
  const ready = ReadyLine.parse(line);
  const parley = (...args: string[]) => runParley({ dataDir, environment, within }, args);
  return {
    child,
    pid: ready.pid,
    url: ready.url,
    livekitUrl: ready.livekitUrl,
    dataDir,
    complaints: () => complaints,
    output: () => output,
    parley,
    json: async <T>(...args: string[]) => {
      const { code, out, err } = await parley(...args, '--json');
      if (code !== 0) throw new Error(`parley ${args.join(' ')} ended with ${String(code)}: ${err}${out}`);
      return JSON.parse(out) as T;
    },
    bridge: () => connectBridge(dataDir),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const [code] = await exited;
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

interface Place {
  readonly dataDir: string;
  readonly environment: Record<string, string>;
  readonly within: readonly string[];
}

async function runParley({ dataDir, environment, within }: Place, args: string[]) {
  const [command = '', ...rest] = args;
  const [file = process.execPath, ...all] = [
    ...within,
    process.execPath,
    program,
    command,
    ...rest.slice(0, separatorOf(rest)),
    '--data-dir',
    dataDir,
    ...rest.slice(separatorOf(rest)),
  ];
  try {
    const { stdout, stderr } = await execute(file, all, {
      cwd: checkout,
      env: environment,
      maxBuffer: 64_000_000,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** Where `--` stands: our own options go before it. */
const separatorOf = (args: string[]): number => (args.includes('--') ? args.indexOf('--') : args.length);

function firstJsonLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line));
    });
  });
}

function connectBridge(dataDir: string): Bridge {
  const { url, token } = RunFile.parse(JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8')));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/bridge`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return new BridgeClient(createWebSocketClientChannel(socket));
}
