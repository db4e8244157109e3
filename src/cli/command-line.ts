/**
 * What every command is given: the terminal, the global options, a way to the app.
 *
 * Always: what `connect` opened is closed when the command ends, however it ends.
 */
import type { App } from '../app/app.ts';
import { AppError } from '../contract/errors.ts';
import type { Bridge } from '../contract/bridge.ts';
import { RoomName } from '../contract/ids.ts';
import { BridgeClient } from '../wire/client.ts';
import { connectToRunningHost } from './running-host.ts';
import { toJson } from './table.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface GlobalOptions {
  readonly json: boolean;
  readonly dataDir: string;
}

/** How to start what does not run yet; loaded only when needed. */
export interface Starters {
  /** The core alone, for commands that work without a running host; with its MCP servers where a command is about them. */
  offlineApp(dataDir: string, options: { readonly servers: boolean }): Promise<App>;
  /** Runs a host to its end; the exit code. */
  host(options: GlobalOptions & { readonly port: number; readonly demo: boolean }): Promise<number>;
}

export interface Connection {
  readonly bridge: Bridge;
  /** False: the core works in this process and ends with the command. */
  readonly hosted: boolean;
  /** Resolves when the other end went away. */
  readonly ended: Promise<void>;
}

export interface ConnectOptions {
  /** `needed`: fails where no host runs. `optional`: the core works in this process then. */
  readonly host: 'needed' | 'optional';
  /** The command is about MCP servers: where no host runs, they start and end with it. */
  readonly servers?: boolean;
  /** Whose room events are wanted; default `main`. */
  readonly room?: string | undefined;
}

export class CommandLine {
  readonly terminal: Terminal;
  readonly starters: Starters;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Set by the command that ran; 0 unless it says otherwise. */
  exitCode = 0;
  readonly #closers: (() => Promise<void> | void)[] = [];
  readonly #interrupted: (error: Error) => void;
  /** Rejects when the person or the system ends the program while a connection is open. */
  readonly interrupted: Promise<never>;

  constructor(terminal: Terminal, starters: Starters, environment: Readonly<Record<string, string | undefined>>) {
    this.terminal = terminal;
    this.starters = starters;
    this.environment = environment;
    let reject: (error: Error) => void = () => undefined;
    this.interrupted = new Promise<never>((_resolve, rejected) => (reject = rejected));
    this.interrupted.catch(() => undefined);
    this.#interrupted = reject;
  }

  /** @throws {AppError} host/not-running @throws {UsageError} where `room` is no room's name */
  async connect(options: GlobalOptions, { host, room, servers = false }: ConnectOptions): Promise<Connection> {
    const named = RoomName.optional().safeParse(room);
    if (!named.success) throw new UsageError(named.error.issues[0]?.message ?? 'This is no name of a room.');
    const channel = await connectToRunningHost(options.dataDir, room ?? null);
    this.terminal.onInterrupted(() => this.#interrupted(new AppError('bridge/cancelled', 'Stopped.')));
    if (channel !== null) {
      const client = new BridgeClient(channel);
      this.#closers.push(() => client.close());
      return { bridge: client, hosted: true, ended: new Promise((resolve) => channel.onClose(resolve)) };
    }
    if (host === 'needed') {
      const message = 'Parley is not running with this data folder. Start it with "npm start" or "parley host".';
      throw new AppError('host/not-running', message, { data: { dataDir: options.dataDir } });
    }
    const app = await this.starters.offlineApp(options.dataDir, { servers });
    this.#closers.push(() => app.close());
    return { bridge: app.client(), hosted: false, ended: new Promise(() => undefined) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.splice(0).map((close) => close()));
  }

  /** One JSON document, the whole of stdout. */
  printJson(value: unknown): void {
    this.terminal.out(`${toJson(value, 2)}\n`);
  }

  print(line: string): void {
    this.terminal.out(`${line}\n`);
  }
}
