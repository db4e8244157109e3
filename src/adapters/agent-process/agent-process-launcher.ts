/**
 * Starts agent processes on the pinned Node, each a process group of its own that the keeper knows.
 *
 * Path: core/talk -> here -> src/agent/agent.ts (bundled: out/node/agent.js), over Node's IPC channel.
 * Always: the hello is the channel's first message; nothing of our environment but an allow-list; the group is gone when
 * `onExit` has fired. The child ends by itself when the channel closes.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { AgentHello } from '../../contract/index.ts';
import type { AgentChannel, AgentLauncher, Keeper, Logger } from '../../core/ports.ts';
import { signalGroup } from '../process-group/process-group.ts';
import { agentEnvironment } from './environment.ts';
import { readLines } from './output-lines.ts';

export interface AgentProcessOptions {
  /** The pinned Node. */
  readonly nodePath: string;
  /** The agent's entry: `out/node/agent.js`, or `src/agent/agent.ts`. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly keeper: Keeper;
  readonly logger: Logger;
}

const stopGraceMs = 2_000;
/** Lines of stderr that an end nobody asked for is logged with. */
const lastWordsCount = 20;
/** MB. V8 begins with 1 and would collect again and again while the agent joins its room: a tenth of that time. */
const youngGeneration = '--min-semi-space-size=16';
/** On Windows a detached child gets a console window; there the keeper's job object holds it. */
const ownGroup = process.platform !== 'win32';

type Exit = { expected: boolean; code: number | null; signal: string | null };

export class AgentProcessLauncher implements AgentLauncher {
  readonly #options: AgentProcessOptions;

  constructor(options: AgentProcessOptions) {
    this.#options = options;
  }

  launch(): AgentChannel {
    const { nodePath, entry, env, keeper, logger } = this.#options;
    const child = spawn(nodePath, [youngGeneration, entry], {
      env: agentEnvironment(env, keeper.marker),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: ownGroup,
      windowsHide: true,
    });
    return new ChildChannel(child, keeper, logger);
  }
}

class ChildChannel implements AgentChannel {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited = Promise.withResolvers<void>();
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #exits: ((exit: Exit) => void)[] = [];
  #exit: Exit | null = null;
  #expected = false;
  #lastWords: readonly string[] = [];

  constructor(child: ChildProcess, keeper: Keeper, logger: Logger) {
    this.#child = child;
    // A program that could not be started has no pid; its end is told as any other.
    this.pid = child.pid ?? 0;
    if (child.pid !== undefined) keeper.watch(child.pid);
    for (const stream of ['stdout', 'stderr'] as const) {
      const read = readLines((line) => {
        logger.log('debug', 'agent process output', { pid: this.pid, stream, pii: { line } });
        if (stream === 'stderr') this.#lastWords = [...this.#lastWords, line].slice(-lastWordsCount);
      });
      child[stream]?.setEncoding('utf8').on('data', read);
    }
    child.on('message', (message) => {
      for (const listener of this.#messages) listener(message);
    });
    // Sending to a child that is going away fails here; its exit says the rest.
    child.on('error', (error) => {
      logger.log('warn', 'agent process error', { pid: this.pid, error: error.message });
      if (child.pid === undefined) this.#ended(null, null);
    });
    child.on('exit', (code, signal) => {
      signalGroup(this.pid, 'SIGKILL');
      if (child.pid !== undefined) keeper.unwatch(child.pid);
      this.#ended(code, signal);
    });
    // All it wrote is read by then; of an end that nobody asked for the log must have the cause, whatever its level.
    child.on('close', (code, signal) => {
      const how = { pid: this.pid, code, signal, expected: this.#expected };
      if (this.#expected || code === 0) logger.log('info', 'agent process ended', how);
      else logger.log('warn', 'agent process ended', { ...how, pii: { lastWords: this.#lastWords } });
    });
  }

  hello(hello: AgentHello): void {
    this.send(hello);
  }

  send(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }

  onExit(listener: (exit: Exit) => void): void {
    const exit = this.#exit;
    if (exit) queueMicrotask(() => listener(exit));
    else this.#exits.push(listener);
  }

  async stop(): Promise<void> {
    if (this.#exit) return;
    this.#expected = true;
    signalGroup(this.pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(this.pid, 'SIGKILL'), stopGraceMs);
    await this.#exited.promise;
    clearTimeout(timer);
  }

  kill(): void {
    this.#expected = true;
    signalGroup(this.pid, 'SIGKILL');
  }

  #ended(code: number | null, signal: string | null): void {
    if (this.#exit) return;
    const exit = { expected: this.#expected, code, signal };
    this.#exit = exit;
    for (const listener of this.#exits) listener(exit);
    this.#exited.resolve();
  }
}
