/**
 * Keeps a brain for the talk: starts it, starts it again when it could not be reached, and gives it the turn that waits.
 *
 * Path: talk-session -> here -> RealtimeBrain.
 * Always: at most one brain; a failure before it was ready leaves us in the room with the problem told and a retry planned
 * (none for a wrong key); a failure after that ends the process, since a session that broke in the middle of a talk is
 * best replaced whole (DESIGN §5: failover by crash or by word). A turn is asked once per brain.
 */
import type { AudioFrame, AudioSource } from '@livekit/rtc-node';
import type { AgentHello, Assignment, TurnId, UnansweredTurn, WireError } from '../contract/index.ts';
import type { WatchDeadlines } from './answers/provider-watch-state.ts';
import { fromBase64, TurnAudio } from './audio/turn-audio.ts';
import type { AgentClock } from './clock.ts';
import type { ExitReason } from './exit-codes.ts';
import { firstRetryMs, retryDelayMs, toProblem } from './provider-problem.ts';
import { RealtimeBrain } from './realtime-brain.ts';
import type { BrainEvents, BrainFailure } from './realtime-brain.ts';
import type { AgentTools, TurnOfSpeech } from './tools.ts';

type Provider = AgentHello['hello']['provider'];

export interface BrainKeeperOptions {
  readonly assignment: Assignment;
  readonly provider: Provider;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  readonly tools: AgentTools;
  readonly source: AudioSource;
  readonly hasListeners: () => boolean;
  readonly mayFill: () => boolean;
  readonly events: Omit<BrainEvents, 'onFailed'>;
  readonly onProblem: (problem: WireError | null) => void;
  readonly exit: (reason: ExitReason, detail: unknown) => void;
}

export class BrainKeeper {
  readonly #options: BrainKeeperOptions;
  #provider: Provider;
  #brain: RealtimeBrain | null = null;
  #ready = false;
  #announced = false;
  #problem: WireError | null = null;
  readonly #waiting = new Map<TurnId, UnansweredTurn>();
  #attempt = 0;
  #failedAtMs = 0;
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(options: BrainKeeperOptions) {
    this.#options = options;
    this.#provider = options.provider;
  }

  /** Resolves when the first attempt has ended, well or not. */
  async start(): Promise<void> {
    if (this.#closed) return;
    const { assignment, events, tools, source, hasListeners, mayFill, clock, deadlines } = this.#options;
    const brain = new RealtimeBrain({
      tools,
      source,
      hasListeners,
      mayFill,
      clock,
      deadlines,
      provider: this.#provider,
      instructions: assignment.instructions,
      history: assignment.history,
      events: {
        ...events,
        onAnswered: (turnId, text) => {
          this.#waiting.delete(turnId);
          events.onAnswered(turnId, text);
        },
        onFailed: (failure, detail) => this.failed(failure, detail),
      },
    });
    this.#brain = brain;
    try {
      await brain.start();
    } catch {
      return;
    }
    if (this.#brain !== brain) return;
    this.#ready = true;
    this.#attempt = 0;
    this.#tellProblem(null);
    if (this.#announced) this.#askWaiting();
  }

  /** The core knows that we are in the room: tells it what stands in the way, or answers what waits. */
  announce(): void {
    this.#announced = true;
    if (this.#problem) this.#options.onProblem(this.#problem);
    if (this.#ready) this.#askWaiting();
  }

  /** A turn that must not be lost: kept until it is answered, for a brain to come. */
  committed(turn: UnansweredTurn): void {
    this.#waiting.set(turn.turnId, turn);
  }

  /** A turn that stops what is being said. */
  askNow(turn: UnansweredTurn): void {
    this.#brain?.interrupt(false);
    this.ask(turn);
  }

  /** Asks for a turn whose audio was not streamed, or typed. Without a brain it waits for one. */
  ask(turn: UnansweredTurn): void {
    const brain = this.#ready ? this.#brain : null;
    if (!brain) return this.#noAnswer();
    const { turnId, identity, audio, text } = turn;
    if (text !== null) return brain.typedTurn({ turnId, identity }, text);
    if (audio === null) return;
    const turnAudio = new TurnAudio((frame) => brain.pushAudio(frame));
    turnAudio.push(fromBase64(audio));
    turnAudio.finish();
    brain.commitAudio({ turnId, identity });
  }

  /** Asks for the turn whose audio was streamed by `pushAudio`. */
  askSpoken(turn: TurnOfSpeech): void {
    if (this.#ready) this.#brain?.commitAudio(turn);
    else this.#noAnswer();
  }

  pushAudio(frame: AudioFrame): void {
    if (this.#ready) this.#brain?.pushAudio(frame);
  }

  clearAudio(): void {
    if (this.#ready) this.#brain?.clearAudio();
  }

  interrupt(all: boolean): void {
    this.#brain?.interrupt(all);
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#brain?.turnOf(speechId) ?? null;
  }

  toolStarted(speechId: string): void {
    this.#brain?.toolStarted(speechId);
  }

  toolEnded(speechId: string): void {
    this.#brain?.toolEnded(speechId);
  }

  lateResult(...[call, result]: Parameters<RealtimeBrain['lateResult']>): void {
    void this.#brain?.lateResult(call, result);
  }

  /** A new key or address: tried at once where there is no brain, else with the next talk. */
  setProvider(provider: Provider): void {
    this.#provider = provider;
    if (this.#brain) return;
    this.#cancelRetry();
    this.#retryIn(Math.max(0, this.#failedAtMs + firstRetryMs - this.#options.clock.nowMs()));
  }

  failed(failure: BrainFailure, detail: unknown): void {
    const { exit, clock } = this.#options;
    if (this.#closed || !this.#brain) return;
    const wasReady = this.#ready;
    const brain = this.#brain;
    this.#brain = null;
    this.#ready = false;
    brain.fail(failure, detail);
    this.#tellProblem(toProblem(failure, this.#provider.baseUrl));
    this.#attempt += 1;
    this.#failedAtMs = clock.nowMs();
    const delayMs = retryDelayMs(failure, this.#attempt);
    if (wasReady && delayMs !== null) return exit('providerFailed', detail);
    if (delayMs !== null) this.#retryIn(delayMs);
    this.#noAnswer();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    await this.#brain?.close();
  }

  #askWaiting(): void {
    for (const turn of this.#waiting.values()) this.ask(turn);
  }

  #tellProblem(problem: WireError | null): void {
    const changed = problem !== null || this.#problem !== null;
    this.#problem = problem;
    if (changed && this.#announced) this.#options.onProblem(problem);
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry = this.#options.clock.after(delayMs, () => void this.start());
  }

  #noAnswer(): void {
    this.#options.events.onPhaseChanged('none');
  }
}
