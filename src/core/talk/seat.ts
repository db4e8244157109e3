/**
 * The agent's seat in a talk, driven: takes a process, sends it into the room, puts another in its place.
 *
 * Path: talk.ts -> here -> seat-state.ts decides -> agent-pool.ts.
 * Always: only who has joined is commanded; a process that died on its way is told nothing more.
 */
import type { AgentCommand, Assignment, WireError } from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import type { AgentPool } from './agent-pool.ts';
import type { AgentProcess } from './agent-process.ts';
import { needsThePerson, seatCauseOf } from './seat-cause.ts';
import { isHopeless, joinDeadlineMs, seatedProcess, stepSeat } from './seat-state.ts';
import type { SeatEffect, SeatEvent, SeatState } from './seat-state.ts';

/** The way into the room. */
export type Admission = Pick<Assignment, 'livekitUrl' | 'token'>;

/** What the seat needs of its talk. */
export interface SeatOptions {
  readonly pool: AgentPool;
  readonly clock: Clock;
  /** Whatever must be there before an agent is. @throws {AppError} why none can come */
  prepare(): Promise<void>;
  /** For the agent that is about to join. */
  admit(): Promise<Admission>;
  /** What it is told as it is sent into the room. */
  assign(admission: Admission): Assignment;
  onChanged(): void;
  /** Null: somebody sits. */
  onProblem(problem: WireError | null): void;
  /** No agent that could still come would mend this. */
  onHopeless(cause: WireError): void;
}

/** One talk's, for as long as the talk is known. */
export class Seat {
  readonly #options: SeatOptions;
  #state: SeatState = { status: 'empty' };
  #cancelTimer: () => void = () => {};

  constructor(options: SeatOptions) {
    this.#options = options;
  }

  get status(): SeatState['status'] {
    return this.#state.status;
  }

  /** An agent is on its way. */
  get isAwaited(): boolean {
    return this.#state.status === 'opening' || this.#state.status === 'joining';
  }

  /** The process that sits or is sitting down. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Whether this process sits or is sitting down. */
  isOf(processId: string): boolean {
    return seatedProcess(this.#state) === processId;
  }

  apply(event: SeatEvent): void {
    const { state, effects } = stepSeat(this.#state, event, this.#options.clock.nowMs());
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    this.#options.onChanged();
  }

  joined(processId: string): void {
    this.#process?.reportedJoined();
    this.apply({ type: 'joined', processId });
  }

  /** Nobody is told who has not joined. */
  command(command: AgentCommand): void {
    if (this.#state.status === 'joined') this.#process?.command(command);
  }

  get #process(): AgentProcess | null {
    const id = seatedProcess(this.#state);
    return id === null ? null : this.#options.pool.byId(id);
  }

  #run(effect: SeatEffect): void {
    const { pool, onProblem, onHopeless } = this.#options;
    switch (effect.type) {
      case 'takeProcess':
        void this.#take(effect.generation);
        return;
      case 'sendJoin':
        this.#deadline(joinDeadlineMs, { type: 'joinDeadlinePassed', generation: effect.generation });
        void this.#sendJoin(effect.processId);
        return;
      case 'discard':
        pool.byId(effect.processId)?.kill();
        return;
      case 'dismiss':
        pool.byId(effect.processId)?.command({ type: 'leave' });
        return;
      case 'retryAfter':
        this.#deadline(effect.delayMs, { type: 'retryTimePassed', generation: effect.generation });
        return;
      case 'showProblem':
        onProblem(effect.cause);
        if (isHopeless(this.#state)) onHopeless(effect.cause);
        return;
      case 'clearProblem':
        this.#cancelTimer();
        onProblem(null);
    }
  }

  async #take(generation: number): Promise<void> {
    const { pool, prepare, onHopeless } = this.#options;
    try {
      await prepare();
      const process = await pool.take();
      this.apply({ type: 'processReady', generation, processId: process.id });
      // After it is seated: one that died meanwhile tells its end here at once, and a seat that is still opening ignores it.
      process.onEnd((cause) => this.apply({ type: 'lost', processId: process.id, cause }));
    } catch (error) {
      const cause = seatCauseOf(error);
      this.apply({ type: 'unavailable', generation, cause });
      if (needsThePerson(cause)) onHopeless(cause);
    }
  }

  async #sendJoin(processId: string): Promise<void> {
    const { pool, admit, assign } = this.#options;
    try {
      const admission = await admit();
      if (!this.isOf(processId)) return;
      pool.byId(processId)?.command({ type: 'join', assignment: assign(admission) });
    } catch {
      pool.byId(processId)?.kill();
    }
  }

  #deadline(delayMs: number, event: SeatEvent): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.apply(event));
  }
}
