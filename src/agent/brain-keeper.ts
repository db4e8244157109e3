/**
 * Keeps a brain for the talk: starts it, puts the other one in its place when it fails, and gives it the turns that wait.
 *
 * Path: talk-session -> here -> RealtimeBrain or PipelineBrain.
 * Always: one brain answers; a turn is asked once per brain; where the second brain may answer, it takes over in this process
 * with history, tools and the unanswered turns (V2), and Realtime comes back when it is well and nobody speaks. Where it may
 * not, a failure before Realtime was ready leaves us in the room with a retry planned, one after that ends the process.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { AudioFrame } from '@livekit/rtc-node';
import type {
  AgentHello,
  Assignment,
  AwaitedCall,
  Brain as BrainKind,
  CallId,
  Persona,
  TurnId,
  UnansweredTurn,
  WireError,
} from '../contract/index.ts';
import type { WatchDeadlines } from './answers/provider-watch-state.ts';
import type { HoldableSource } from './audio/holdable-source.ts';
import { askWhole } from './brain.ts';
import type { Brain, BrainEvents, BrainFailure, LateCall, TakesWords } from './brain.ts';
import { BrainSuccession } from './brain-succession.ts';
import type { AgentClock } from './clock.ts';
import type { ExitReason } from './exit-codes.ts';
import { needsNewBrain, withVoice } from './persona.ts';
import { PipelineBrain } from './pipeline-brain.ts';
import {
  firstRetryMs,
  mayPipelineHelp,
  retryDelayMs,
  toFallbackProblem,
  toProblem,
  toVoiceProblem,
} from './provider-problem.ts';
import { RealtimeBrain } from './realtime-brain.ts';
import { ShownProblem } from './shown-problem.ts';
import { noteInstructions } from './speaker-notes.ts';
import type { Speakers } from './speaker-notes.ts';
import { TalkMemory } from './talk-memory.ts';
import type { AgentTools, ToolCallOfTurn, TurnOfSpeech } from './tools.ts';
import type { AnswerPhase } from './turns/floor-state.ts';

type Provider = AgentHello['hello']['provider'];

export interface BrainKeeperOptions {
  readonly assignment: Assignment;
  readonly provider: Provider;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  readonly tools: AgentTools;
  readonly speakers: Speakers;
  readonly source: HoldableSource;
  readonly hasListeners: () => boolean;
  readonly mayFill: () => boolean;
  /** Nobody holds the floor. */
  readonly isQuiet: () => boolean;
  readonly events: Omit<BrainEvents, 'onFailed' | 'onVoiceFailed'>;
  readonly onBrainChanged: (brain: BrainKind) => void;
  readonly onProblem: (problem: WireError | null) => void;
  readonly exit: (reason: ExitReason, detail: unknown) => void;
}

/** The stages of the pipeline answer less quickly than a Realtime session, above all local ones. */
const pipelineDeadlines: WatchDeadlines = { createdMs: 12_000, outputMs: 12_000, stallMs: 10_000 };

export class BrainKeeper {
  readonly #options: BrainKeeperOptions;
  readonly #memory: TalkMemory;
  /** The framework takes a reply that is asked for on a tool's call path for one inside the tool, and lets it call none. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #provider: Provider;
  #brain: Brain | null = null;
  /** Realtime on its way back while the other one still answers. */
  readonly #return: BrainSuccession;
  /** The same kind of brain on its way, with another persona. */
  readonly #renewal: BrainSuccession;
  readonly #problem: ShownProblem;
  #persona: Persona;
  #takingOver: Promise<void> = Promise.resolve();
  #ready = false;
  #phase: AnswerPhase = 'none';
  #awaited: AwaitedCall | null = null;
  #announced = false;
  readonly #waiting = new Map<TurnId, UnansweredTurn>();
  /** Turns that the present brain was asked. */
  readonly #asked = new Set<TurnId>();
  /** Who got the audio of the turn that is being spoken, from its start; null: nobody, or not from its start. */
  #stream: { readonly brain: Brain | null } | null = null;
  #attempt = 0;
  #failedAtMs = 0;
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(options: BrainKeeperOptions) {
    this.#options = options;
    this.#provider = options.provider;
    this.#persona = options.assignment.persona;
    this.#memory = new TalkMemory(options.assignment.history);
    this.#problem = new ShownProblem(options.onProblem);
    this.#return = this.#createSuccession();
    this.#renewal = this.#createSuccession();
  }

  /** Which brain answers, or would. */
  get kind(): BrainKind {
    return this.#brain?.kind ?? (this.#provider.brain === 'pipeline' ? 'pipeline' : 'realtime');
  }

  /** Resolves when the first attempt has ended, well or not. */
  async start(): Promise<void> {
    if (this.#closed) return;
    await this.#begin(this.#provider.brain === 'pipeline' ? 'pipeline' : 'realtime');
    await this.#takingOver;
  }

  /** The core knows that we are in the room: tells it what stands in the way, or answers what waits. */
  announce(): void {
    this.#announced = true;
    this.#problem.announce();
    if (this.#ready) this.#askWaiting();
  }

  /** A turn that must not be lost: kept until it is answered, for a brain to come. */
  committed(turn: UnansweredTurn): void {
    this.#waiting.set(turn.turnId, turn);
    this.#memory.said(turn.turnId, turn.text ?? '', this.#options.speakers.guestName(turn.identity));
  }

  /** A turn that stops what is being said. */
  askNow(turn: UnansweredTurn): void {
    this.#brain?.interrupt(false);
    this.ask(turn);
  }

  /** Asks for a turn whose audio was not streamed, or typed. Without a brain it waits for one. */
  ask(turn: UnansweredTurn, takes?: TakesWords): void {
    const brain = this.#ready ? this.#brain : null;
    if (!brain) return this.#noAnswer();
    if (this.#asked.has(turn.turnId)) return;
    this.#asked.add(turn.turnId);
    askWhole(brain, turn, takes);
  }

  /** Asks for the turn whose audio was streamed by `pushAudio`; one that began with another brain is given again. */
  askSpoken(turn: UnansweredTurn, takes?: TakesWords): void {
    const streamedTo = this.#stream?.brain ?? null;
    this.#stream = null;
    const { turnId, identity } = turn;
    if (!this.#ready || !this.#brain || this.#brain !== streamedTo) return this.ask(turn, takes);
    this.#asked.add(turnId);
    this.#brain.commitAudio({ turnId, identity }, takes);
  }

  pushAudio(frame: AudioFrame): void {
    const brain = this.#ready ? this.#brain : null;
    this.#stream ??= { brain };
    if (brain === this.#stream.brain) brain?.pushAudio(frame);
    else this.#stream = { brain: null };
  }

  clearAudio(): void {
    this.#stream = null;
    if (this.#ready) this.#brain?.clearAudio();
  }

  paused(identity: string): void {
    if (this.#ready && this.#stream?.brain === this.#brain) this.#brain?.paused(identity);
  }

  wentOn(): void {
    this.#brain?.wentOn();
  }

  interrupt(all: boolean): void {
    this.#brain?.interrupt(all);
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#brain?.turnOf(speechId) ?? null;
  }

  toolStarted(speechId: string): void {
    this.#brainOf(speechId)?.toolStarted(speechId);
  }

  toolEnded(speechId: string): void {
    this.#brainOf(speechId)?.toolEnded(speechId);
  }

  toolResult(speechId: string, call: ToolCallOfTurn): void {
    const turn = this.turnOf(speechId);
    if (turn) this.#memory.called(turn.turnId, call);
  }

  lateResult(call: LateCall, result: { text: string; isError: boolean }): void {
    const brain = this.#brainOf(call.speechId);
    if (brain) void this.#outside(() => brain.lateResult(call, result));
  }

  /** A new key or address: tried at once where there is no brain or only the second one, else with the next talk. */
  setProvider(provider: Provider): void {
    this.#provider = provider;
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

  setAwaited(call: AwaitedCall | null): void {
    this.#awaited = call;
    this.#brain?.fillers.awaitedChanged();
  }

  /** The call that was named to its owner. */
  get named(): CallId | null {
    return this.#brain?.fillers.named ?? null;
  }

  askAgain(): void {
    this.#brain?.fillers.askAgain();
  }

  hush(): void {
    this.#brain?.fillers.hush();
  }

  /** Said to whoever is there, unless the brain is not ready. */
  greet(words: string): void {
    const turnId = randomUUID() as TurnId;
    if (this.#ready) this.#brain?.greet({ turnId, identity: '' }, words);
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

  async #begin(kind: BrainKind): Promise<void> {
    const brain = this.#create(kind);
    this.#brain = brain;
    this.#ready = false;
    this.#asked.clear();
    this.#renewal.stop();
    try {
      await brain.start();
    } catch {
      return;
    }
    if (this.#brain !== brain || this.#closed) return;
    this.#ready = true;
    if (this.#announced) this.#options.onBrainChanged(kind);
    if (kind === 'realtime' || this.#provider.brain === 'pipeline') this.#problem.providerChanged(null);
    if (this.#announced) this.#askWaiting();
  }

  #create(kind: BrainKind): Brain {
    const { events, tools, speakers, source, hasListeners, mayFill, clock, deadlines } = this.#options;
    const options = {
      tools,
      speakers,
      source,
      hasListeners,
      mayFill,
      awaited: () => this.#awaited,
      clock,
      provider: withVoice(this.#provider, this.#persona),
      instructions: `${this.#persona.instructions}\n${noteInstructions}`,
      temperature: this.#persona.temperature,
      history: this.#memory.history(),
      events: {
        onPhaseChanged: (phase: AnswerPhase) => this.#phaseChanged(phase),
        onAnswerText: events.onAnswerText,
        onPersonText: (turnId: TurnId, text: string, final: boolean) => {
          this.#memory.said(turnId, text);
          events.onPersonText(turnId, text, final);
        },
        onAnswered: (turnId: TurnId, text: string) => this.#answered(turnId, text),
        onVoiceFailed: () => this.#problem.voiceFailed(toVoiceProblem(this.#provider.pipeline.speech.baseUrl)),
        onFailed: (failure: BrainFailure, detail: unknown) =>
          this.#outside(() => this.#brainFailed(brain, failure, detail)),
      },
    };
    const brain: Brain =
      kind === 'realtime'
        ? new RealtimeBrain({ ...options, deadlines })
        : new PipelineBrain({ ...options, deadlines: pipelineDeadlines });
    return brain;
  }

  #phaseChanged(phase: AnswerPhase): void {
    this.#phase = phase;
    this.#options.events.onPhaseChanged(phase);
  }

  #answered(turnId: TurnId, text: string): void {
    this.#waiting.delete(turnId);
    this.#memory.answered(turnId, text);
    if (this.#brain?.kind === 'realtime' || this.#provider.brain === 'pipeline') this.#attempt = 0;
    this.#problem.answered(text);
    this.#options.events.onAnswered(turnId, text);
  }

  #brainFailed(brain: Brain, failure: BrainFailure, detail: unknown): void {
    if (this.#closed) return;
    if (this.#return.isComing(brain)) return this.#notYet(failure);
    if (this.#renewal.isComing(brain)) return this.#renewal.plan(brain.kind, firstRetryMs);
    if (brain !== this.#brain) return;
    const { exit, clock } = this.#options;
    const wasReady = this.#ready;
    this.#brain = null;
    this.#ready = false;
    this.#attempt += 1;
    this.#failedAtMs = clock.nowMs();
    this.#cancelRetry();
    this.#return.stop();
    this.#renewal.stop();
    const delayMs = retryDelayMs(failure, this.#attempt);
    const { baseUrl } = this.#provider;
    if (brain.kind === 'realtime' && this.#provider.brain === 'auto' && mayPipelineHelp(failure, this.#provider)) {
      this.#letGo(brain);
      this.#problem.providerChanged(toFallbackProblem(failure, baseUrl));
      this.#takingOver = this.#begin('pipeline');
      if (delayMs !== null) this.#return.plan('realtime', delayMs);
      if (this.#waiting.size === 0) this.#noAnswer();
      return;
    }
    this.#problem.providerChanged(toProblem(failure, brain.kind === 'realtime' ? baseUrl : addressOf(this.#provider)));
    if (brain.kind === 'realtime' && wasReady && delayMs !== null) return exit('providerFailed', detail);
    this.#letGo(brain);
    if (delayMs !== null) this.#retryIn(delayMs);
    this.#noAnswer();
  }

  /** What it asked is asked again by another one. */
  #letGo(brain: Brain): void {
    this.#options.tools.forgetAttempts();
    for (const turnId of this.#waiting.keys()) this.#memory.asksAgain(turnId);
    void brain.close().catch(() => undefined);
  }

  #createSuccession(): BrainSuccession {
    return new BrainSuccession({
      clock: this.#options.clock,
      create: (kind) => this.#create(kind),
      isIdle: () => this.#isIdle(),
      version: () => this.#memory.version,
      takeOver: (brain) => this.#takeOver(brain),
    });
  }

  #takeOver(brain: Brain): void {
    const before = this.#brain;
    this.#brain = brain;
    this.#ready = true;
    this.#asked.clear();
    if (before?.kind !== brain.kind) {
      this.#options.onBrainChanged(brain.kind);
      this.#problem.providerChanged(null);
    }
    // One that was on its way in another's place has nothing to replace any more.
    if (brain.kind === 'realtime') this.#return.stop();
    this.#renewal.stop();
    void before?.close().catch(() => undefined);
  }

  #notYet(failure: BrainFailure): void {
    this.#return.stop();
    this.#attempt += 1;
    this.#failedAtMs = this.#options.clock.nowMs();
    const delayMs = retryDelayMs(failure, this.#attempt);
    if (delayMs !== null) this.#return.plan('realtime', delayMs);
  }

  #isIdle(): boolean {
    return (
      this.#ready && this.#announced && this.#phase === 'none' && this.#waiting.size === 0 && this.#options.isQuiet()
    );
  }

  #brainOf(speechId: string): Brain | null {
    return this.#brain?.turnOf(speechId) ? this.#brain : null;
  }

  #askWaiting(): void {
    for (const turn of this.#waiting.values()) this.ask(turn);
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(delayMs, () => void this.start());
  }

  #noAnswer(): void {
    this.#phaseChanged('none');
  }
}

const addressOf = ({ pipeline }: Provider): string => pipeline.completion.baseUrl;
