/**
 * One local MCP server as a process group of its own, from start to the last of it.
 *
 * Path: stdio-transport.ts -> here -> node:child_process; port Keeper.
 * Always: `stop` resolves when the group is empty and no process of this start that left the group is alive, within 5 s:
 * stdin closed, SIGTERM to the group, SIGKILL to the group, then what carries this start's marker.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../contract/index.ts';
import type { Keeper } from '../../core/ports.ts';
import { OutputTail } from './output-tail.ts';
import { isGroupEmpty, signalGroup } from '../process-group/process-group.ts';

/** After stdin closed, and again after SIGTERM. Twice this and the sweep (at most 3 s, in practice 0.6 s) stay below 5 s. */
const politeMs = 1_200;

/** How long output may still come after the process ended. */
const drainMs = 250;

export interface LaunchPlan {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

export interface ServerProcessEvents {
  onData(chunk: Buffer): void;
  onOutput(line: string): void;
  /** The process ended without `stop`, and everything it left behind is gone. */
  onExit(exit: { readonly code: number | null; readonly signal: string | null }): void;
}

/** The keeper's marker with this start's own name appended. */
export function startMarker(keeper: Keeper): {
  readonly environment: Readonly<Record<string, string>>;
  readonly value: string;
} {
  const [name = 'PARLEY_KEEPER', value = ''] = Object.entries(keeper.marker)[0] ?? [];
  const own = `${value}.${randomBytes(6).toString('hex')}`;
  return { environment: { [name]: own }, value: own };
}

export class ServerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #keeper: Keeper;
  readonly #markerValue: string;
  readonly #exited: Promise<void>;
  #stopping: Promise<void> | null = null;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    keeper: Keeper,
    markerValue: string,
    events: ServerProcessEvents,
  ) {
    this.#child = child;
    this.#keeper = keeper;
    this.#markerValue = markerValue;
    keeper.watch(this.pid);
    const tail = new OutputTail((line) => events.onOutput(line));
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => events.onData(chunk));
    child.stdout.on('error', () => {});
    child.stderr.on('data', (chunk: Buffer) => tail.push(chunk));
    child.stderr.on('end', () => tail.end());
    child.stderr.on('error', () => {});
    this.#exited = new Promise((resolve) => child.once('exit', () => resolve()));
    child.once('exit', (code, signal) => void this.#ended(events, code, signal));
  }

  /** Resolves when the program runs. @throws {AppError} mcp/start-failed */
  static async start(
    plan: LaunchPlan,
    markerValue: string,
    keeper: Keeper,
    events: ServerProcessEvents,
  ): Promise<ServerProcess> {
    const child = spawn(plan.program, [...plan.args], {
      env: { ...plan.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      ...(plan.cwd === undefined ? {} : { cwd: plan.cwd }),
    });
    if (child.pid !== undefined) return new ServerProcess(child, keeper, markerValue, events);
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw new AppError('mcp/start-failed', `"${plan.program}" could not be started: ${error.message}.`, {
      cause: error,
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the text is taken; a server that does not read makes the writer wait. Nothing is written after the end. */
  async write(text: string): Promise<void> {
    const { stdin } = this.#child;
    if (stdin.destroyed || stdin.writableEnded) throw new AppError('mcp/exited', 'The server has ended.');
    if (stdin.write(text)) return;
    await Promise.race([new Promise<void>((resolve) => stdin.once('drain', resolve)), this.#exited]);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#child.stdin.end();
    if (!(await this.#emptyWithin(politeMs))) {
      signalGroup(this.pid, 'SIGTERM');
      if (!(await this.#emptyWithin(politeMs))) {
        signalGroup(this.pid, 'SIGKILL');
        await this.#emptyWithin(politeMs);
      }
    }
    await this.#release();
  }

  async #ended(events: ServerProcessEvents, code: number | null, signal: string | null): Promise<void> {
    if (this.#stopping) return;
    const streams = [this.#child.stdout, this.#child.stderr];
    const drained = Promise.all(
      streams.map((stream) => (stream.readableEnded ? null : new Promise((resolve) => stream.once('end', resolve)))),
    );
    await Promise.race([drained, delay(drainMs, undefined, { ref: false })]);
    if (this.#stopping) return;
    this.#stopping = this.#endRest();
    await this.#stopping;
    events.onExit({ code, signal });
  }

  /** What a server that ended by itself left in its group. */
  async #endRest(): Promise<void> {
    if (!(await isGroupEmpty(this.pid))) {
      signalGroup(this.pid, 'SIGTERM');
      if (!(await this.#emptyWithin(politeMs))) signalGroup(this.pid, 'SIGKILL');
    }
    await this.#release();
  }

  async #release(): Promise<void> {
    await this.#keeper.sweep(this.#markerValue);
    this.#keeper.unwatch(this.pid);
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
  }

  async #emptyWithin(limitMs: number): Promise<boolean> {
    const untilMs = performance.now() + limitMs;
    for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 50)) {
      const gone = this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (gone && (await isGroupEmpty(this.pid))) return true;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return false;
      await Promise.race([delay(Math.min(pauseMs, leftMs)), ...(gone ? [] : [this.#exited])]);
    }
  }
}
