/**
 * What every brain has on its way from a question to heard words: replies, the watch, the voice in the room, fillers, phases.
 *
 * Path: a brain asks -> here -> the framework's replies -> RoomSpeaker; captions, phases and failures go back up.
 * Always: a turn that was asked is answered or `onFailed` is told, once; after a failure nothing is said or told any more.
 */
import { voice } from '@livekit/agents';
import type { AudioFrame } from '@livekit/rtc-node';
import type { AwaitedCall, CallId, TurnId } from '../../contract/index.ts';
import type { HoldableSource } from '../audio/holdable-source.ts';
import { RoomSpeaker } from '../audio/room-speaker.ts';
import type { BrainFailure } from '../brain.ts';
import type { AgentClock } from '../clock.ts';
import { currentSpeech } from '../framework-internals.ts';
import type { TurnOfSpeech } from '../tools.ts';
import type { AnswerPhase } from '../turns/floor-model.ts';
import { Answers } from './answers.ts';
import type { AnswerText } from './answers.ts';
import { isNamedIn } from './filler-words.ts';
import { ProviderWatch } from './provider-watch.ts';
import type { WatchDeadlines, WatchEvent } from './provider-watch-state.ts';

export interface AnsweringOptions {
  readonly source: HoldableSource;
  readonly hasListeners: () => boolean;
  /** Someone would hear a filler, and nobody is speaking. */
  readonly mayFill: () => boolean;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  /** Looks at each frame before it is played. */
  readonly onFrame?: (frame: AudioFrame, speaker: RoomSpeaker) => void;
  /** A reply began or ended. */
  readonly onRepliesChanged?: () => void;
  /** The call that its owner is asked about now. */
  readonly awaited: () => AwaitedCall | null;
  /** Says a few words while a tool runs, or waits for its owner. */
  readonly filler: (session: voice.AgentSession, awaited: AwaitedCall | null, isNamed: boolean) => voice.SpeechHandle;
  readonly events: {
    onPhaseChanged(phase: AnswerPhase): void;
    onAnswerText(turnId: TurnId, answer: AnswerText): void;
    onAnswered(turnId: TurnId, text: string): void;
    /** `turnId`: which turn's reply it was; null: not known. */
    onFailed(failure: BrainFailure, detail: unknown, turnId: TurnId | null): void;
  };
}

/** How often the words heard so far are told while the assistant speaks. */
const captionIntervalMs = 200;
/** Silence while a tool runs after which a few words are said (V11), and after that again. */
const firstFillerMs = 1500;
const nextFillerMs = 12_000;
/** The owner has half a minute: said soon, yet not where the answer comes at once. */
const askingMs = 700;

export class Answering {
  readonly speaker: RoomSpeaker;
  readonly #options: AnsweringOptions;
  readonly #answers: Answers;
  readonly #watch: ProviderWatch;
  #session: voice.AgentSession | null = null;
  #phase: AnswerPhase = 'none';
  #speaking = false;
  #failed = false;
  #captionTimer: (() => void) | null = null;
  #cancelFiller: () => void = () => undefined;
  #fillers = 0;
  /** The call that its owner was asked about last, in which reply, and whether its name was heard. */
  #asked: { readonly call: AwaitedCall; speechId: string | null; isNamed: boolean } | null = null;
  #listening = 0;

  constructor(options: AnsweringOptions) {
    this.#options = options;
    const { events, onFrame } = options;
    this.#answers = new Answers({
      onText: (turnId, answer) => {
        if (!this.#failed) events.onAnswerText(turnId, answer);
      },
      onAnswered: (turnId, text) => {
        if (!this.#failed) events.onAnswered(turnId, text);
      },
      onFailed: (error) => this.fail('failed', error),
      onChanged: () => {
        this.#phaseMayHaveChanged();
        options.onRepliesChanged?.();
      },
    });
    this.#watch = new ProviderWatch({
      clock: options.clock,
      deadlines: options.deadlines,
      onFailure: (failure) => this.fail(failure, null),
    });
    this.speaker = new RoomSpeaker({
      source: options.source,
      hasListeners: options.hasListeners,
      ...(onFrame ? { onFrame: (frame: AudioFrame) => onFrame(frame, this.speaker) } : {}),
      events: {
        onSpeakingChanged: (speaking) => this.#speakingChanged(speaking),
        onSegmentEnded: (text, interrupted) => {
          this.#heard(this.#current?.id, text);
          this.#answers.segmentEnded(this.#current?.id, text, interrupted);
        },
      },
    });
  }

  get failed(): boolean {
    return this.#failed;
  }

  get pending(): boolean {
    return this.#answers.pending;
  }

  /** A reply that was stopped has not ended yet. */
  get stopping(): boolean {
    return this.#answers.stopping;
  }

  /** The session whose replies are spoken. */
  attach(session: voice.AgentSession): void {
    this.#session = session;
    session.output.audio = this.speaker;
    session.on(voice.AgentSessionEventTypes.SpeechCreated, (event) => this.#answers.speechCreated(event.speechHandle));
  }

  /** A question whose words are not known yet begins (1) or has become words (-1). */
  listeningChanged(change: 1 | -1): void {
    this.#listening += change;
    this.#phaseMayHaveChanged();
  }

  report(event: WatchEvent): void {
    this.#watch.report(event);
  }

  ask(turn: TurnOfSpeech, reply: () => voice.SpeechHandle): void {
    if (this.#failed) return;
    this.speaker.forgetUnspoken();
    this.#watch.report({ type: 'asked' });
    this.#answers.ask(turn, reply);
  }

  /** Stops what is being said; returns whether anything was. */
  interrupt(all: boolean): boolean {
    if (!this.#answers.interrupt(this.#current, all)) return false;
    this.speaker.cut();
    if (!this.#answers.toolsRunning) this.#watch.report({ type: 'settled' });
    return true;
  }

  toolStarted(speechId: string): void {
    this.#watch.report({ type: 'toolStarted' });
    this.#answers.toolsChanged(speechId, 1);
  }

  toolEnded(speechId: string): void {
    this.#answers.toolsChanged(speechId, -1);
    this.#watch.report({ type: 'toolEnded' });
    if (!this.#answers.pending) this.#watch.report({ type: 'settled' });
  }

  /** `awaited` tells of another call, or of none. */
  awaitedChanged(): void {
    if (!this.#failed) this.#armFiller();
  }

  get named(): CallId | null {
    return this.#asked?.isNamed ? this.#asked.call.id : null;
  }

  askAgain(): void {
    this.#asked = null;
    if (!this.#failed) this.#armFiller();
  }

  hush(): void {
    if (this.#speaking || !this.#answers.stopFillers()) return;
    if (this.#asked && !this.#asked.isNamed) this.#asked = null;
    this.#armFiller();
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#answers.turnOf(speechId);
  }

  /** No use any more: silent at once; told once. */
  fail(failure: BrainFailure, detail: unknown, turnId: TurnId | null = this.#turnOfCurrent): void {
    if (this.#failed) return;
    this.#answers.abandon(this.#current?.id, this.speaker.heardText);
    this.close();
    this.speaker.cut();
    this.#options.events.onFailed(failure, detail, turnId);
  }

  close(): void {
    this.#failed = true;
    this.#watch.close();
    this.#captionTimer?.();
    this.#cancelFiller();
  }

  get #current(): voice.SpeechHandle | undefined {
    return this.#session ? currentSpeech(this.#session) : undefined;
  }

  get #turnOfCurrent(): TurnId | null {
    const speech = this.#current;
    return (speech && this.turnOf(speech.id)?.turnId) ?? null;
  }

  #speakingChanged(speaking: boolean): void {
    this.#speaking = speaking;
    if (this.#failed) return;
    this.#watch.report({ type: 'speakingChanged', speaking });
    this.#captionTimer?.();
    this.#captionTimer = null;
    if (speaking) this.#tellHeardText();
    this.#phaseMayHaveChanged();
  }

  /** Words of a reply that has ended or was cut off, as far as they were heard. */
  #heard(speechId: string | undefined, text: string): void {
    const asked = this.#asked;
    if (asked && asked.speechId === speechId) asked.isNamed ||= isNamedIn(text, asked.call);
  }

  #tellHeardText(): void {
    this.#answers.heard(this.#current?.id, this.speaker.heardText);
    this.#captionTimer = this.#options.clock.after(captionIntervalMs, () => this.#tellHeardText());
  }

  #phaseMayHaveChanged(): void {
    if (this.#failed) return;
    const phase = this.#speaking
      ? 'speaking'
      : !this.#answers.pending && this.#listening === 0
        ? 'none'
        : this.#answers.toolsRunning
          ? 'working'
          : 'thinking';
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#armFiller();
    this.#options.events.onPhaseChanged(phase);
  }

  /** Only after silence: speech of ours cancels it, and so does the tool's end. */
  #armFiller(): void {
    this.#cancelFiller();
    if (!this.#answers.toolsRunning) this.#fillers = 0;
    if (this.#phase !== 'working') return;
    const awaited = this.#options.awaited();
    const usualMs = this.#fillers === 0 ? firstFillerMs : nextFillerMs;
    const delayMs = awaited && awaited.id !== this.#asked?.call.id ? askingMs : usualMs;
    this.#cancelFiller = this.#options.clock.after(delayMs, () => this.#fill());
  }

  #fill(): void {
    const session = this.#session;
    if (this.#failed || !session) return;
    if (!this.#options.mayFill()) return this.#armFiller();
    this.#fillers += 1;
    const awaited = this.#options.awaited();
    if (awaited?.id !== this.#asked?.call.id)
      this.#asked = awaited && { call: awaited, speechId: null, isNamed: false };
    const asked = this.#asked;
    this.#answers.fill(() => {
      const speech = this.#options.filler(session, awaited, asked?.isNamed ?? false);
      if (asked) asked.speechId = speech.id;
      return speech;
    });
  }
}
