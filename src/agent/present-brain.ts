/**
 * The brain that answers now: started, replaced by the other one when it fails, brought back when that is possible.
 *
 * Path: brain-keeper -> here -> brain-recovery.ts decides what follows a failure, brain-succession.ts lets another one in when
 * nobody speaks.
 * Always: at most one brain answers; what a brain that was replaced still tells of itself changes nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AgentHello, Brain as BrainKind, Persona, TurnId, WireError } from '../contract/index.ts';
import type { Brain, BrainEvents, BrainFailure } from './brain.ts';
import { decideRecovery } from './brain-recovery.ts';
import type { Recovery } from './brain-recovery.ts';
import { BrainSuccession } from './brain-succession.ts';
import type { AgentClock } from './clock.ts';
import type { ExitReason } from './exit-codes.ts';
import { isRefusal } from './framework-internals.ts';
import { needsNewBrain } from './persona.ts';
import { firstRetryMs, retryDelayMs, toVoiceProblem } from './provider-problem.ts';
import { ShownProblem } from './shown-problem.ts';
import { addressOfStage, wordsOfStage } from './stages/stage-fetch.ts';

type Provider = AgentHello['hello']['provider'];

/** A turn that is not asked again, and why; a turn of null: the one that was asked last. */
export interface Refusal {
  readonly turnId: TurnId | null;
  readonly problem: WireError;
}

/** Which brain is to be made. */
export interface WantedBrain {
  readonly kind: BrainKind;
  readonly provider: Provider;
  readonly persona: Persona;
}

export interface PresentBrainOptions {
  readonly provider: Provider;
  readonly persona: Persona;
  readonly clock: AgentClock;
  readonly exit: (reason: ExitReason, detail: unknown) => void;
  /** With the history as it is now. */
  create(wanted: WantedBrain, failures: Pick<BrainEvents, 'onFailed' | 'onVoiceFailed'>): Brain;
  /** Nobody speaks, nothing is answered, nothing waits. */
  isIdle(): boolean;
  /** Changes with everything that is said. */
  version(): number;
  /** The next one is given less of the talk before this turn; false: there is no more to leave out. */
  shorten(turnId: TurnId): boolean;
  /** Another one can answer, and was asked nothing yet. */
  onReady(): void;
  /**
   * It failed: what it was asked is asked again by another one, which is on its way where this one `isReplaced`; all but what
   * it refused.
   */
  onLost(isReplaced: boolean, refusal: Refusal | null): void;
  /** Told once the core knows us. */
  onKindChanged(kind: BrainKind): void;
  onProblem(problem: WireError | null): void;
}

export class PresentBrain {
  readonly #options: PresentBrainOptions;
  readonly #problem: ShownProblem;
  /** Realtime on its way back while the other one still answers. */
  readonly #return: BrainSuccession;
  /** The same kind of brain on its way, with another persona. */
  readonly #renewal: BrainSuccession;
  #provider: Provider;
  #persona: Persona;
  #brain: Brain | null = null;
  #ready = false;
  #announced = false;
  #takingOver: Promise<void> = Promise.resolve();
  #attempt = 0;
  #failedAtMs = 0;
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(options: PresentBrainOptions) {
    this.#options = options;
    this.#provider = options.provider;
    this.#persona = options.persona;
    this.#problem = new ShownProblem((problem) => options.onProblem(problem));
    this.#return = this.#createSuccession();
    this.#renewal = this.#createSuccession();
  }

  /** Which brain answers, or would. */
  get kind(): BrainKind {
    return this.#brain?.kind ?? this.#preferred;
  }

  /** The brain, also while it is not ready. */
  get current(): Brain | null {
    return this.#brain;
  }

  /** The brain, once it can answer. */
  get answering(): Brain | null {
    return this.#ready ? this.#brain : null;
  }

  /** Resolves when the first attempt has ended, well or not. */
  async start(): Promise<void> {
    if (this.#closed) return;
    await this.#begin(this.#preferred);
    await this.#takingOver;
  }

  /** The core knows that we are in the room: tells it what stands in the way. */
  announce(): void {
    this.#announced = true;
    this.#problem.announce();
  }

  /** An answer has ended. */
  answered(text: string): void {
    if (this.#brain && this.#isWanted(this.#brain.kind)) this.#attempt = 0;
    this.#problem.answered(text);
  }

  /** A new key or address: tried at once where there is no brain or the second one, else with the next talk. */
  setProvider(provider: Provider): void {
    const before = this.#provider;
    this.#provider = provider;
    const isNewStage = !isDeepStrictEqual(before.pipeline, provider.pipeline);
    if (this.#brain?.kind === 'pipeline' && isNewStage) this.#renewal.plan('pipeline', 0);
    const standsIn = this.#brain?.kind === 'pipeline' && provider.brain !== 'pipeline';
    if (this.#brain && !standsIn) return;
    const delayMs = Math.max(0, this.#failedAtMs + firstRetryMs - this.#options.clock.nowMs());
    if (standsIn) this.#return.plan('realtime', delayMs);
    else this.#retryIn(delayMs);
  }

  /** Followed from the next turn on: another brain is made ready beside the present one, which answers until then. */
  setPersona(persona: Persona): void {
    const before = this.#persona;
    this.#persona = persona;
    if (!this.#brain || !needsNewBrain(before, persona)) return;
    if (this.#return.coming) this.#return.plan('realtime', 0);
    this.#renewal.plan(this.#brain.kind, 0);
  }

  /** An error nobody caught that speaks of a provider: only Realtime's sockets leave such ones. */
  failed(failure: BrainFailure, detail: unknown): void {
    const brain = this.#return.coming ?? this.#renewal.coming ?? this.#brain;
    if (brain?.kind === 'realtime') brain.fail(failure, detail);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    this.#return.stop();
    this.#renewal.stop();
    await this.#brain?.close();
  }

  get #preferred(): BrainKind {
    return this.#provider.brain === 'pipeline' ? 'pipeline' : 'realtime';
  }

  /** Not one that only stands in. */
  #isWanted(kind: BrainKind): boolean {
    return kind === 'realtime' || this.#provider.brain === 'pipeline';
  }

  async #begin(kind: BrainKind): Promise<void> {
    const brain = this.#create(kind);
    this.#brain = brain;
    this.#ready = false;
    this.#renewal.stop();
    try {
      await brain.start();
    } catch {
      return;
    }
    if (this.#brain !== brain || this.#closed) return;
    this.#ready = true;
    if (this.#announced) this.#options.onKindChanged(kind);
    if (this.#isWanted(kind)) this.#problem.providerChanged(null);
    this.#options.onReady();
  }

  #create(kind: BrainKind): Brain {
    const wanted = { kind, provider: this.#provider, persona: this.#persona };
    const brain: Brain = this.#options.create(wanted, {
      onVoiceFailed: () => this.#problem.voiceFailed(toVoiceProblem(this.#provider.pipeline.speech.baseUrl)),
      onFailed: (...failed) => this.#brainFailed(brain, ...failed),
    });
    return brain;
  }

  #brainFailed(brain: Brain, failure: BrainFailure, detail: unknown, turnId: TurnId | null): void {
    if (this.#closed) return;
    if (this.#return.isComing(brain)) return this.#notYet(failure);
    if (this.#renewal.isComing(brain)) return this.#renewal.plan(brain.kind, firstRetryMs);
    if (brain !== this.#brain) return;
    const { kind } = brain;
    const failed = {
      kind,
      failure,
      wasReady: this.#ready,
      attempt: this.#attempt + 1,
      address: addressOfStage(detail),
      said: wordsOfStage(detail),
      canShorten: failure === 'too-long' && turnId !== null && this.#options.shorten(turnId),
    };
    this.#brain = null;
    this.#ready = false;
    if (!isRefusal(failure)) this.#attempt = failed.attempt;
    this.#failedAtMs = this.#options.clock.nowMs();
    this.#cancelRetry();
    this.#return.stop();
    this.#renewal.stop();
    const recovery = decideRecovery(failed, this.#provider);
    const problem = recovery.type === 'startAnew' ? recovery.refusal : null;
    if (problem) this.#problem.turnRefused(problem);
    if (recovery.type !== 'startAnew') this.#problem.providerChanged(recovery.problem);
    if (recovery.type === 'endProcess') return this.#options.exit('providerFailed', detail);
    this.#options.onLost(recovery.type !== 'retry', problem && { turnId, problem });
    this.#recover(brain, recovery);
  }

  #recover(brain: Brain, recovery: Exclude<Recovery, { type: 'endProcess' }>): void {
    void brain.close().catch(() => undefined);
    if (recovery.type !== 'retry') {
      this.#takingOver = this.#begin('pipeline');
      if (recovery.returnAfterMs !== null) this.#return.plan('realtime', recovery.returnAfterMs);
    } else if (recovery.afterMs !== null) {
      this.#retryIn(recovery.afterMs);
    }
  }

  #createSuccession(): BrainSuccession {
    return new BrainSuccession({
      clock: this.#options.clock,
      create: (kind) => this.#create(kind),
      isIdle: () => this.#ready && this.#announced && this.#options.isIdle(),
      version: () => this.#options.version(),
      takeOver: (brain) => this.#takeOver(brain),
    });
  }

  #takeOver(brain: Brain): void {
    const before = this.#brain;
    this.#brain = brain;
    this.#ready = true;
    if (before?.kind !== brain.kind) {
      this.#options.onKindChanged(brain.kind);
      this.#problem.providerChanged(null);
    }
    // One that was on its way in another's place has nothing to replace any more.
    if (brain.kind === 'realtime') this.#return.stop();
    this.#renewal.stop();
    void before?.close().catch(() => undefined);
    this.#options.onReady();
  }

  #notYet(failure: BrainFailure): void {
    this.#return.stop();
    this.#attempt += 1;
    this.#failedAtMs = this.#options.clock.nowMs();
    const delayMs = retryDelayMs(failure, this.#attempt);
    if (delayMs !== null) this.#return.plan('realtime', delayMs);
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(delayMs, () => void this.start());
  }
}
