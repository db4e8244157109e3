/**
 * Gives the turns of the talk to the brain that answers, and keeps those that wait until there is one.
 *
 * Path: talk-session -> here -> present-brain.ts: RealtimeBrain or PipelineBrain; open-turns.ts knows what waits.
 * Always: a brain that takes another's place has history, tools and the unanswered turns (V2); those are asked one after the
 * other, while nobody speaks, and what is said meanwhile after them.
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
import type { AgentClock } from './clock.ts';
import type { ExitReason } from './exit-codes.ts';
import { OpenTurns } from './open-turns.ts';
import { withVoice } from './persona.ts';
import { PipelineBrain } from './pipeline-brain.ts';
import { PresentBrain } from './present-brain.ts';
import type { Refusal, WantedBrain } from './present-brain.ts';
import { RealtimeBrain } from './realtime-brain.ts';
import { noteInstructions } from './speaker-notes.ts';
import type { Speakers } from './speaker-notes.ts';
import { SpokenStream } from './spoken-stream.ts';
import { TalkMemory } from './talk-memory.ts';
import type { AgentTools, ToolCallOfTurn, TurnOfSpeech } from './tools.ts';
import type { AnswerPhase } from './turns/floor-model.ts';

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
  readonly events: Omit<BrainEvents, 'onFailed' | 'onVoiceFailed' | 'onStreamLost'>;
  readonly onBrainChanged: (brain: BrainKind) => void;
  readonly onProblem: (problem: WireError | null) => void;
  /** The provider refuses this turn and would do so again. */
  readonly onGivenUp: (turnId: TurnId, problem: WireError) => void;
  readonly exit: (reason: ExitReason, detail: unknown) => void;
}

/** The stages of the pipeline answer less quickly than a Realtime session, above all local ones. */
const pipelineDeadlines: WatchDeadlines = { createdMs: 12_000, outputMs: 12_000, stallMs: 10_000 };

export class BrainKeeper {
  readonly #options: BrainKeeperOptions;
  readonly #memory: TalkMemory;
  /** The framework takes a reply that is asked for on a tool's call path for one inside the tool, and lets it call none. */
  readonly #outside = AsyncLocalStorage.snapshot();
  readonly #present: PresentBrain;
  readonly #open = new OpenTurns();
  readonly #stream = new SpokenStream();
  #phase: AnswerPhase = 'none';
  #awaited: AwaitedCall | null = null;
  #announced = false;

  constructor(options: BrainKeeperOptions) {
    this.#options = options;
    this.#memory = new TalkMemory(options.assignment.history);
    this.#present = new PresentBrain({
      ...options,
      persona: options.assignment.persona,
      create: (wanted, failures) => this.#create(wanted, failures),
      isIdle: () => this.#phase === 'none' && this.#open.isEmpty && options.isQuiet(),
      version: () => this.#memory.version,
      shorten: (turnId) => this.#memory.shorten(turnId),
      onReady: () => this.#ready(),
      onLost: (isReplaced, refusal) => this.#lost(isReplaced, refusal),
      onKindChanged: options.onBrainChanged,
    });
  }

  /** Which brain answers, or would. */
  get kind(): BrainKind {
    return this.#present.kind;
  }

  /** Resolves when the first attempt has ended, well or not. */
  start(): Promise<void> {
    return this.#present.start();
  }

  /** The core knows that we are in the room: tells it what stands in the way, or answers what waits. */
  announce(): void {
    this.#announced = true;
    this.#present.announce();
    this.#askNext();
  }

  /** A turn that must not be lost: kept until it is answered, for a brain to come. */
  committed(turn: UnansweredTurn): void {
    this.#open.keep(turn);
    this.#memory.said(turn.turnId, turn.text ?? '', this.#options.speakers.guestName(turn.identity));
  }

  /** A turn that another agent committed: asked in its place in line. */
  takeOver(turn: UnansweredTurn): void {
    this.committed(turn);
    this.#askNext();
  }

  /** A turn that stops what is being said, unless it has to wait. */
  askNow(turn: UnansweredTurn): void {
    if (!this.#mustWait(turn)) this.#present.current?.interrupt(false);
    this.ask(turn);
  }

  /** Asks for a turn whose audio was not streamed, or typed. Without a brain it waits for one, behind others for its place. */
  ask(turn: UnansweredTurn, takes?: TakesWords): void {
    const brain = this.#asked;
    if (!brain) return this.#noAnswer();
    if (this.#mustWait(turn, takes)) return this.#stoodInLine();
    if (this.#open.askOnce(turn.turnId)) askWhole(brain, turn, takes);
  }

  /** Asks for the turn whose audio was streamed by `pushAudio`; one that has to wait, or began with another brain, is given again. */
  askSpoken(turn: UnansweredTurn, takes?: TakesWords): void {
    const heardBy = this.#stream.end();
    const brain = this.#asked;
    const { turnId, identity } = turn;
    if (!brain || brain !== heardBy || this.#mustWait(turn, takes)) {
      heardBy?.clearAudio();
      return this.ask(turn, takes);
    }
    if (this.#open.askOnce(turnId)) brain.commitAudio({ turnId, identity }, takes);
  }

  pushAudio(frame: AudioFrame): void {
    this.#stream.push(frame, this.#present.answering);
  }

  /** What was said is no turn: the line may go on. */
  clearAudio(): void {
    this.#stream.end();
    this.#present.answering?.clearAudio();
    this.#askNext();
  }

  paused(identity: string): void {
    const brain = this.#present.answering;
    if (brain && this.#stream.isHeardBy(brain)) brain.paused(identity);
  }

  wentOn(): void {
    this.#present.current?.wentOn();
  }

  interrupt(all: boolean): void {
    this.#present.current?.interrupt(all);
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#present.current?.turnOf(speechId) ?? null;
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

  setProvider(provider: Provider): void {
    this.#present.setProvider(provider);
  }

  /** Followed from the next turn on. */
  setPersona(persona: Persona): void {
    this.#present.setPersona(persona);
  }

  setAwaited(call: AwaitedCall | null): void {
    this.#awaited = call;
    this.#present.current?.fillers.awaitedChanged();
  }

  /** The call that was named to its owner. */
  get named(): CallId | null {
    return this.#present.current?.fillers.named ?? null;
  }

  askAgain(): void {
    this.#present.current?.fillers.askAgain();
  }

  hush(): void {
    this.#present.current?.fillers.hush();
  }

  /** Said to whoever is there, unless the brain is not ready. */
  greet(words: string): void {
    const turnId = randomUUID() as TurnId;
    this.#present.answering?.greet({ turnId, identity: '' }, words);
  }

  /** An error nobody caught that speaks of a provider. */
  failed(failure: BrainFailure, detail: unknown): void {
    this.#present.failed(failure, detail);
  }

  close(): Promise<void> {
    return this.#present.close();
  }

  #ready(): void {
    this.#open.brainChanged();
    this.#askNext();
  }

  /** The brain that questions go to: none before the core knows us, since what it still knows of comes first. */
  get #asked(): Brain | null {
    return this.#announced ? this.#present.answering : null;
  }

  /** An answer to a call that waits does not: the turn before may be waiting for that call. */
  #mustWait({ turnId }: UnansweredTurn, takes?: TakesWords): boolean {
    return takes === undefined && this.#open.hasOthersInLine(turnId);
  }

  #create({ kind, provider, persona }: WantedBrain, failures: Pick<BrainEvents, 'onFailed' | 'onVoiceFailed'>): Brain {
    const { events, tools, speakers, source, hasListeners, mayFill, clock, deadlines } = this.#options;
    const options = {
      tools,
      speakers,
      source,
      hasListeners,
      mayFill,
      awaited: () => this.#awaited,
      clock,
      provider: withVoice(provider, persona),
      instructions: `${persona.instructions}\n${noteInstructions}`,
      language: persona.language,
      temperature: persona.temperature,
      history: this.#memory.history(),
      events: {
        onPhaseChanged: (phase: AnswerPhase) => this.#phaseChanged(phase),
        onAnswerText: events.onAnswerText,
        onPersonText: (turnId: TurnId, text: string, final: boolean) => {
          this.#memory.said(turnId, text);
          events.onPersonText(turnId, text, final);
        },
        onAnswered: (turnId: TurnId, text: string) => this.#answered(turnId, text),
        onVoiceFailed: failures.onVoiceFailed,
        onStreamLost: () => this.#stream.lost(),
        onFailed: (...failed: Parameters<BrainEvents['onFailed']>) => this.#outside(() => failures.onFailed(...failed)),
      },
    };
    return kind === 'realtime'
      ? new RealtimeBrain({ ...options, deadlines })
      : new PipelineBrain({ ...options, deadlines: pipelineDeadlines });
  }

  #phaseChanged(phase: AnswerPhase): void {
    this.#phase = phase;
    this.#options.events.onPhaseChanged(phase);
  }

  #answered(turnId: TurnId, text: string): void {
    this.#open.answered(turnId);
    this.#memory.answered(turnId, text);
    this.#present.answered(text);
    this.#options.events.onAnswered(turnId, text);
    this.#askNext();
  }

  /** What it asked is asked again by another one. */
  #lost(isReplaced: boolean, refusal: Refusal | null): void {
    this.#options.tools.forgetAttempts();
    if (refusal) this.#giveUp(refusal);
    for (const turnId of this.#open.ids()) this.#memory.asksAgain(turnId);
    if (!isReplaced || this.#open.isEmpty) this.#noAnswer();
  }

  #giveUp({ turnId, problem }: Refusal): void {
    const refused = this.#open.giveUp(turnId);
    if (refused === null) return;
    this.#memory.gaveUp(refused);
    this.#options.onGivenUp(refused, problem);
  }

  #brainOf(speechId: string): Brain | null {
    const brain = this.#present.current;
    return brain?.turnOf(speechId) ? brain : null;
  }

  /** Goes on with the line where nothing is being answered and nobody speaks. */
  #askNext(): void {
    const brain = this.#asked;
    const turn = this.#open.next();
    if (!brain || !turn || !this.#options.isQuiet()) return;
    this.#open.askOnce(turn.turnId);
    this.#outside(() => askWhole(brain, turn));
  }

  /** Its end was taken for the beginning of an answer, which may not come yet. */
  #stoodInLine(): void {
    this.#askNext();
    this.#phaseChanged(this.#phase);
  }

  #noAnswer(): void {
    this.#phaseChanged('none');
  }
}
