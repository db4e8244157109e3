/**
 * The Keeper port: tells the keeper process which groups are ours, and sweeps marked processes while the host lives.
 *
 * Path: adapters that spawn -> here -> keeper-process.ts over its stdin.
 * Always: the keeper runs in a session of its own and without our marker; if it ends by itself it is started again and told
 * everything anew.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Keeper, Logger } from '../../core/ports.ts';
import { canFindMarked, endMarked, markerName } from './process-table.ts';

/** A keeper that dies this often a run is not started again: something on the machine forbids it. */
const maximumStarts = 20;

export interface KeeperOptions {
  /** The pinned Node. */
  readonly node: string;
  /** keeper-process, bundled or as source. */
  readonly program: string;
  readonly logger: Logger;
}

export class ProcessKeeper implements Keeper {
  readonly marker: Readonly<Record<string, string>>;
  readonly #options: KeeperOptions;
  readonly #value = randomBytes(12).toString('hex');
  readonly #groups = new Set<number>();
  #child: ChildProcess | null = null;
  #starts = 0;
  #closed = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.marker = { [markerName]: this.#value };
    if (!canFindMarked) {
      options.logger.log('info', 'a process that leaves its group cannot be found on this system', {
        platform: process.platform,
      });
    }
    this.#start();
  }

  /** Of the keeper process, or null while there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  watch(pgid: number): void {
    this.#groups.add(pgid);
    this.#tell(`watch ${pgid}`);
  }

  unwatch(pgid: number): void {
    this.#groups.delete(pgid);
    this.#tell(`unwatch ${pgid}`);
  }

  async sweep(markerValue?: string): Promise<void> {
    const left = await endMarked(markerValue ?? this.#value, { graceMs: 500, limitMs: 3_000 });
    if (left > 0) this.#options.logger.log('warn', 'processes are left that could not be ended', { count: left });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end('goodbye\n');
    await ended;
  }

  #start(): void {
    this.#starts += 1;
    const { node, program, logger } = this.#options;
    const child = spawn(node, [program, this.#value], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
      cwd: process.platform === 'win32' ? undefined : '/',
      windowsHide: true,
    });
    this.#child = child;
    child.stdin.on('error', () => {});
    child.on('error', (error) => logger.log('error', 'the keeper could not be started', { error: error.message }));
    child.once('exit', (code, exitSignal) => {
      if (this.#closed) return;
      this.#child = null;
      logger.log('warn', 'the keeper ended and is started again', { code, signal: exitSignal });
      if (this.#starts < maximumStarts) this.#start();
    });
    for (const pgid of this.#groups) this.#tell(`watch ${pgid}`);
  }

  #tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }
}
