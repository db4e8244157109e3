/**
 * The agent processes: one kept warm while no talk runs; it becomes the talk's, and another is started only when needed.
 *
 * Path: seat.ts takes a process here -> port AgentLauncher.
 * Always: memory is counted once (no second warm process while a talk runs, unless its agent fell silent); a process that dies while warming is not offered,
 * and the next try waits longer each time (F9).
 */
import { AppError, defaultRoom } from '../../contract/index.ts';
import type { AgentHello, Caller } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { AgentChannel, AgentLauncher, Clock, Ids, Logger } from '../ports.ts';
import { AgentProcess } from './agent-process.ts';
import { retryDelayMs } from './seat-state.ts';

/** What processes are started with. */
export interface AgentPoolOptions {
  readonly launcher: AgentLauncher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hub: EventHub;
  readonly logger: Logger;
  /** The present provider and key. */
  hello(): Promise<AgentHello>;
  /** Puts the bridge's server on the process's channel. */
  serve(channel: AgentChannel, caller: Caller): void;
}

/** Every live agent process, and which of them is spare. */
export class AgentPool {
  readonly #options: AgentPoolOptions;
  readonly #alive = new Map<string, AgentProcess>();
  #spare: AgentProcess | null = null;
  /** The spare that only an agent's silence asked for. */
  #warmedForSilence: AgentProcess | null = null;
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #closed = false;

  constructor(options: AgentPoolOptions) {
    this.#options = options;
  }

  /** Starts the spare if no talk runs and none is there. */
  keepWarm(): void {
    if (this.#closed || this.#alive.size > 0) return;
    this.#spare = this.#launch();
  }

  /** Resolves when the spare waits for a talk. @throws {AppError} agent/crashed with the reason it cannot */
  async warm(): Promise<void> {
    this.keepWarm();
    const process = this.#spare;
    if (process) await process.whenWarm();
  }

  /** Where a talk runs, a second process is warm when this resolves: its room is about to be lost, by intent. Never rejects. */
  async standBy(): Promise<void> {
    if (this.#closed || this.#alive.size === 0) return;
    this.#spare ??= this.#launch();
    this.#warmedForSilence = null;
    await this.#spare.whenWarm().catch(() => undefined);
  }

  /** A warm process that is now the caller's. @throws {AppError} agent/crashed | agent/not-ready */
  async take(): Promise<AgentProcess> {
    if (this.#closed) throw new AppError('agent/not-ready', 'Parley is closing.');
    const process = this.#spare ?? this.#launch();
    this.#spare = null;
    await process.whenWarm();
    try {
      process.hello(await this.#options.hello());
    } catch (error) {
      process.kill();
      throw error;
    }
    return process;
  }

  byId(id: string): AgentProcess | null {
    return this.#alive.get(id) ?? null;
  }

  /** Gives every live process the present provider and key. */
  async refreshHello(): Promise<void> {
    const hello = await this.#options.hello();
    for (const process of this.#alive.values()) process.hello(hello);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    await Promise.all([...this.#alive.values()].map((process) => process.stop()));
  }

  /** A replacement for a process that fell silent in a talk, ended again when the silence was nothing and nothing else needs it. */
  #suspected(process: AgentProcess, suspected: boolean): void {
    if (this.#closed || process === this.#spare) return;
    if (suspected) {
      this.#spare ??= this.#warmedForSilence = this.#launch();
    } else if (this.#spare !== null && this.#spare === this.#warmedForSilence) {
      const needless = this.#spare;
      this.#spare = null;
      void needless.stop();
    }
  }

  #launch(): AgentProcess {
    const { launcher, ids, clock, hub, serve, logger } = this.#options;
    const channel = launcher.launch();
    const id = ids.id();
    const process: AgentProcess = new AgentProcess({
      id,
      channel,
      clock,
      hub,
      onSuspicion: (suspected) => this.#suspected(process, suspected),
    });
    this.#alive.set(id, process);
    process.onEnd((cause) => {
      this.#alive.delete(id);
      if (this.#spare === process) this.#spare = null;
      if (this.#closed) return;
      this.#failures = process.isWarm ? 0 : this.#failures + 1;
      logger.log('info', 'agent process ended', { pid: process.pid, code: cause.code });
      this.#cancelRetry();
      this.#cancelRetry = clock.after(process.isWarm ? 0 : retryDelayMs(this.#failures), () => this.keepWarm());
    });
    this.#options.hello().then(
      (hello) => {
        process.hello(hello);
        serve(channel, { connectionId: id, role: 'agent', room: defaultRoom, identity: null });
      },
      (error: unknown) => {
        logger.log('error', 'agent got no provider', { error: String(error) });
        process.kill();
      },
    );
    return process;
  }
}
