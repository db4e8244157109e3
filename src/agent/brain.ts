/**
 * What the talk needs of a brain, whichever it is.
 *
 * Path: brain-keeper -> here -> realtime-brain or pipeline-brain.
 * Always: a turn that was asked is answered or `onFailed` is told; a failed brain does nothing any more.
 */
import type { AudioFrame } from '@livekit/rtc-node';
import type {
  AgentHello,
  AwaitedCall,
  Brain as BrainKind,
  CallId,
  HistoryItem,
  TurnId,
  UnansweredTurn,
} from '../contract/index.ts';
import type { AnswerText } from './answers/answers.ts';
import type { WatchDeadlines, WatchFailure } from './answers/provider-watch-state.ts';
import type { HoldableSource } from './audio/holdable-source.ts';
import { fromBase64, TurnAudio } from './audio/turn-audio.ts';
import type { AgentClock } from './clock.ts';
import type { ProviderFailure } from './framework-internals.ts';
import type { Speakers } from './speaker-notes.ts';
import type { AgentTools, TurnOfSpeech } from './tools.ts';
import type { AnswerPhase } from './turns/floor-model.ts';

export type BrainFailure = ProviderFailure | WatchFailure;

/** A call whose reply is over. */
export interface LateCall {
  readonly callId: string;
  readonly name: string;
  readonly turn: TurnOfSpeech | null;
  readonly speechId: string;
}

/** Words that are an answer to something else than the model: true, and nothing is asked. */
export type TakesWords = (text: string) => boolean;

export interface BrainEvents {
  onPhaseChanged(phase: AnswerPhase): void;
  onPersonText(turnId: TurnId, text: string, final: boolean): void;
  onAnswerText(turnId: TurnId, answer: AnswerText): void;
  onAnswered(turnId: TurnId, text: string): void;
  /** The words are there and were not spoken; the turn goes on as text. */
  onVoiceFailed(failure: BrainFailure): void;
  /** What was streamed of the present turn is lost; the brain itself goes on. */
  onStreamLost(): void;
  /** `turnId`: whose reply it was; null: not known. */
  onFailed(failure: BrainFailure, detail: unknown, turnId: TurnId | null): void;
}

/** The few words that fill a silence, and with them the question to the owner about a call that waits. */
export interface Fillers {
  /** The call that was named to its owner; null: none, or not so that it was heard. */
  readonly named: CallId | null;
  /** `awaited` tells of another call, or of none. */
  awaitedChanged(): void;
  /** Its owner said something that is no clear answer: the question is put again. */
  askAgain(): void;
  /** Somebody begins to speak: what is about to be said stays unsaid. */
  hush(): void;
}

export interface BrainOptions {
  readonly provider: AgentHello['hello']['provider'];
  readonly instructions: string;
  /** The one that the instructions ask for, as a tag; null: that of whoever speaks. */
  readonly language: string | null;
  readonly speakers: Speakers;
  /** Null: the model's own. Realtime has none. */
  readonly temperature: number | null;
  readonly history: readonly HistoryItem[];
  readonly tools: AgentTools;
  readonly source: HoldableSource;
  readonly hasListeners: () => boolean;
  /** Someone would hear a filler, and nobody is speaking. */
  readonly mayFill: () => boolean;
  /** The call that its owner is asked about now. */
  readonly awaited: () => AwaitedCall | null;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  readonly events: BrainEvents;
}

/** Gives a brain a turn whose audio it was not streamed, or typed words. */
export function askWhole(brain: Brain, { turnId, identity, audio, text }: UnansweredTurn, takes?: TakesWords): void {
  if (text !== null) return brain.typedTurn({ turnId, identity }, text);
  if (audio === null) return;
  brain.clearAudio();
  const turnAudio = new TurnAudio((frame) => brain.pushAudio(frame));
  turnAudio.push(fromBase64(audio));
  turnAudio.finish();
  brain.commitAudio({ turnId, identity }, takes);
}

export interface Brain {
  readonly kind: BrainKind;
  /** Resolves when it can answer. Rejects, after `onFailed`, when it cannot. */
  start(): Promise<void>;
  /** Audio of the turn that is being spoken; whole blocks only. */
  pushAudio(frame: AudioFrame): void;
  /** What was pushed since the last commit is forgotten. */
  clearAudio(): void;
  /** What was pushed is a turn: asks for its answer, unless `takes` takes its words. */
  commitAudio(turn: TurnOfSpeech, takes?: TakesWords): void;
  /** This person paused: what was pushed may be the whole turn. */
  paused(identity: string): void;
  /** The person went on after a pause. */
  wentOn(): void;
  typedTurn(turn: TurnOfSpeech, text: string): void;
  /** Says just these words, unasked. */
  greet(turn: TurnOfSpeech, words: string): void;
  /** Stops what is being said. `all`: also the tools that run. */
  interrupt(all: boolean): void;
  toolStarted(speechId: string): void;
  toolEnded(speechId: string): void;
  /**
   * A tool's result that came after its reply was cut off: the model learns it, and tells it where nothing else is being
   * said or waited for.
   */
  lateResult(call: LateCall, result: { text: string; isError: boolean }): Promise<void>;
  readonly fillers: Fillers;
  turnOf(speechId: string): TurnOfSpeech | null;
  /** No use any more; told once. */
  fail(failure: BrainFailure, detail: unknown): void;
  close(): Promise<void>;
}

export const greetingInstructions = (words: string): string =>
  `Greet the person who has just joined. Say only these words: "${words.replaceAll('"', "'")}"`;
