/**
 * One agent process as the core holds it: warm or not, alive or not.
 *
 * Path: agent-pool.ts -> here -> port AgentChannel; commands leave by the event `agent.commanded` of its connection.
 * Always: a process whose heartbeat stops is killed, unless it was the host that stood still; its end is told once.
 */
import { AppError } from '../../contract/index.ts';
import type { AgentCommand, AgentHello, WireError } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { AgentChannel, Clock } from '../ports.ts';

/** After this much silence its replacement is warmed, so that it is ready if the silence lasts. */
const suspectAfterMs = 1_700;

/** Missed heartbeats of one second each; a stuck agent is replaced within 5 s (F7). */
const heartbeatLimitMs = 3_500;

/** A timer that comes this much too late says that we stood still (sleep, a frozen machine), and nothing of the agent. */
const stoodStillMs = 1_000;

/** Around its joining it loads native models in one piece, which takes seconds on a busy machine. */
const joiningLimitMs = 10_000;

/** From process start to `agent.warm`; measured 0.85 s on two cores, over 20 s where they are busy with much else. */
const warmLimitMs = 60_000;

/** Watches one process, from its start to its end. */
export class AgentProcess {
  /** The id of its bridge connection. */
  readonly id: string;
  readonly #channel: AgentChannel;
  readonly #clock: Clock;
  readonly #hub: EventHub;
  readonly #ends: ((cause: WireError) => void)[] = [];
  readonly #onSuspicion: (suspected: boolean) => void;
  readonly #warm: Promise<void>;
  #resolveWarm: () => void = () => {};
  #cancelWatch: () => void = () => {};
  #end: WireError | null = null;
  #isWarm = false;
  #suspected = false;
  #limitMs = heartbeatLimitMs;
  #killedFor: WireError | null = null;

  /** `onSuspicion`: true when it has been silent for a while, false when it speaks again. */
  constructor(options: {
    id: string;
    channel: AgentChannel;
    clock: Clock;
    hub: EventHub;
    onSuspicion(suspected: boolean): void;
  }) {
    this.id = options.id;
    this.#channel = options.channel;
    this.#clock = options.clock;
    this.#hub = options.hub;
    this.#onSuspicion = (suspected) => options.onSuspicion(suspected);
    this.#warm = new Promise((resolve) => {
      this.#resolveWarm = resolve;
    });
    this.#watch(warmLimitMs);
    options.channel.onExit((exit) => this.#ended(exit));
  }

  get pid(): number {
    return this.#channel.pid;
  }

  get isWarm(): boolean {
    return this.#isWarm;
  }

  /** Resolves when it waits for `join`. @throws {AppError} agent/crashed when it ends before that */
  whenWarm(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.onEnd((cause) => reject(new AppError(cause.code, cause.message)));
      void this.#warm.then(resolve);
    });
  }

  /** Provider and key, by its own channel and never by the bridge. */
  hello(hello: AgentHello): void {
    this.#channel.hello(hello);
  }

  command(command: AgentCommand): void {
    if (command.type === 'join') this.#limitMs = joiningLimitMs;
    this.#hub.publish('agent.commanded', this.id, command);
  }

  reportedWarm(): void {
    this.#isWarm = true;
    this.#resolveWarm();
    this.#watch(this.#limitMs);
  }

  reportedJoined(): void {
    this.#limitMs = heartbeatLimitMs;
    // The next heartbeat may be late: its models are loaded now.
    this.#watch(joiningLimitMs);
  }

  reportedHeartbeat(): void {
    if (this.#isWarm) this.#watch(this.#limitMs);
  }

  /** Told once; at once when it has already ended. */
  onEnd(listener: (cause: WireError) => void): void {
    if (this.#end) listener(this.#end);
    else this.#ends.push(listener);
  }

  kill(): void {
    this.#channel.kill();
  }

  stop(): Promise<void> {
    this.#cancelWatch();
    return this.#channel.stop();
  }

  /** In two steps, so that standing still for less than the limit shows too. */
  #watch(limitMs: number): void {
    this.#cancelWatch();
    if (this.#suspected) this.#suspect(false);
    this.#judgeAfter(suspectAfterMs, limitMs, () => {
      if (limitMs === heartbeatLimitMs) this.#suspect(true);
      this.#judgeAfter(limitMs - suspectAfterMs, limitMs, () => {
        this.#killedFor = { code: 'agent/stuck', message: 'The assistant stopped responding and is being replaced.' };
        this.#channel.kill();
      });
    });
  }

  /** Where we stood still meanwhile, heartbeats wait to be read: the watch begins anew instead. */
  #judgeAfter(delayMs: number, limitMs: number, judge: () => void): void {
    const dueAtMs = this.#clock.nowMs() + delayMs;
    this.#cancelWatch = this.#clock.after(delayMs, () => {
      if (this.#clock.nowMs() - dueAtMs >= stoodStillMs) this.#watch(limitMs);
      else judge();
    });
  }

  #suspect(suspected: boolean): void {
    this.#suspected = suspected;
    this.#onSuspicion(suspected);
  }

  #ended(exit: { code: number | null; signal: string | null }): void {
    if (this.#end) return;
    this.#cancelWatch();
    const how = exit.signal ?? `code ${exit.code ?? 'unknown'}`;
    this.#end = this.#killedFor ?? {
      code: 'agent/crashed',
      message: `The assistant's process ended (${how}) and is being replaced.`,
    };
    for (const listener of this.#ends.splice(0)) listener(this.#end);
  }
}
