/**
 * The Realtime model as this talk's brain: hears turns, answers with speech and tools.
 *
 * Path: talk-session commits a turn -> here -> AgentSession -> provider -> RoomSpeaker and AgentTools.
 * Always: turns are manual; one that was asked is answered or `onFailed` is told; a failed brain does nothing any more.
 * Source: FACTS (the reply is driven directly: `commitUserTurn` waits 500 ms; `say` needs a voice of its own).
 */
import { llm, voice } from '@livekit/agents';
import type { AudioFrame, AudioSource } from '@livekit/rtc-node';
import type { AgentHello, HistoryItem, TurnId } from '../contract/index.ts';
import { Answers, type AnswerText } from './answers/answers.ts';
import { ProviderWatch } from './answers/provider-watch.ts';
import type { WatchDeadlines, WatchFailure } from './answers/provider-watch-state.ts';
import { RoomSpeaker } from './audio/room-speaker.ts';
import type { AgentClock } from './clock.ts';
import { currentSpeech, failureOfCode, OpenRealtimeModel, TextSink } from './framework-internals.ts';
import type { ProviderFailure, ServerEvent } from './framework-internals.ts';
import { toChatContext } from './history.ts';
import type { AgentTools, TurnOfSpeech } from './tools.ts';
import type { AnswerPhase } from './turns/floor-state.ts';

export type BrainFailure = ProviderFailure | WatchFailure;

/** A call whose reply is over. */
export interface LateCall {
  readonly callId: string;
  readonly name: string;
  readonly turn: TurnOfSpeech | null;
}

export interface BrainEvents {
  onPhaseChanged(phase: AnswerPhase): void;
  onPersonText(turnId: TurnId, text: string, final: boolean): void;
  onAnswerText(turnId: TurnId, answer: AnswerText): void;
  onAnswered(turnId: TurnId, text: string): void;
  onFailed(failure: BrainFailure, detail: unknown): void;
}

export interface BrainOptions {
  readonly provider: AgentHello['hello']['provider'];
  readonly instructions: string;
  readonly history: readonly HistoryItem[];
  readonly tools: AgentTools;
  readonly source: AudioSource;
  readonly hasListeners: () => boolean;
  /** Someone would hear a filler, and nobody is speaking. */
  readonly mayFill: () => boolean;
  readonly clock: AgentClock;
  readonly deadlines: WatchDeadlines;
  readonly events: BrainEvents;
}

/** How often the words heard so far are told while the assistant speaks. */
const captionIntervalMs = 200;
/** Silence while a tool runs after which a few words are said (V11), and after that again. */
const firstFillerMs = 1500;
const nextFillerMs = 12_000;
const fillerInstructions =
  'A tool is still running. Say only these few words, in the language of the conversation: "One moment, I am still on it."';
const connectTimeoutMs = 3000;
const readyTimeoutMs = 4500;

export class RealtimeBrain {
  readonly #options: BrainOptions;
  readonly #session: voice.AgentSession;
  readonly #speaker: RoomSpeaker;
  readonly #answers: Answers;
  readonly #watch: ProviderWatch;
  readonly #ready = Promise.withResolvers<void>();
  readonly #committing: TurnId[] = [];
  readonly #turnOfItem = new Map<string, TurnId>();
  #realtime: llm.RealtimeSession | null = null;
  #phase: AnswerPhase = 'none';
  #speaking = false;
  #failed = false;
  #captionTimer: (() => void) | null = null;
  #cancelFiller: () => void = () => undefined;
  #fillers = 0;

  constructor(options: BrainOptions) {
    this.#options = options;
    this.#ready.promise.catch(() => undefined);
    this.#answers = new Answers({
      onText: (turnId, answer) => options.events.onAnswerText(turnId, answer),
      onAnswered: (turnId, text) => options.events.onAnswered(turnId, text),
      onFailed: (error) => this.fail('failed', error),
      onChanged: () => this.#phaseMayHaveChanged(),
    });
    this.#watch = new ProviderWatch({
      clock: options.clock,
      deadlines: options.deadlines,
      onFailure: (failure) => this.fail(failure, null),
    });
    this.#speaker = new RoomSpeaker({
      source: options.source,
      hasListeners: options.hasListeners,
      events: {
        onSpeakingChanged: (speaking) => this.#speakingChanged(speaking),
        onSegmentEnded: (text, interrupted) =>
          this.#answers.segmentEnded(currentSpeech(this.#session)?.id, text, interrupted),
      },
    });
    this.#session = this.#createSession();
  }

  /** Resolves when the provider has accepted the session. Rejects, after `onFailed`, when it has not. */
  async start(): Promise<void> {
    const { instructions, history, tools, clock } = this.#options;
    const cancelTimeout = clock.after(readyTimeoutMs, () => this.fail('silent', null));
    try {
      const chatCtx = toChatContext(history, clock.nowMs());
      await Promise.race([
        this.#session.start({ agent: new voice.Agent({ instructions, chatCtx, tools: [tools.toolset] }) }),
        this.#ready.promise,
      ]);
      await this.#ready.promise;
    } finally {
      cancelTimeout();
    }
  }

  /** Audio of the turn that is being spoken; whole blocks only. */
  pushAudio(frame: AudioFrame): void {
    if (!this.#failed) this.#realtime?.pushAudio(frame);
  }

  /** What was pushed since the last commit is forgotten. */
  clearAudio(): void {
    if (!this.#failed) void this.#realtime?.clearAudio();
  }

  /** What was pushed is a turn: asks for its answer. */
  commitAudio(turn: TurnOfSpeech): void {
    if (this.#failed) return;
    void this.#realtime?.commitAudio();
    this.#committing.push(turn.turnId);
    this.#ask(turn, () => this.#session.generateReply({ inputModality: 'audio' }));
  }

  typedTurn(turn: TurnOfSpeech, text: string): void {
    this.#ask(turn, () => this.#session.generateReply({ userInput: text, inputModality: 'text' }));
  }

  /** Stops what is being said. `all`: also the tools that run. */
  interrupt(all: boolean): void {
    if (all) this.#options.tools.cancelAll();
    if (!this.#answers.interrupt(currentSpeech(this.#session), all)) return;
    this.#speaker.cut();
    void this.#realtime?.interrupt();
    if (!this.#answers.toolsRunning) this.#watch.report({ type: 'settled' });
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

  /**
   * A tool's result that came after its reply was cut off: the model learns it, and tells it where nothing else is
   * being said or waited for.
   */
  async lateResult(call: LateCall, result: { text: string; isError: boolean }): Promise<void> {
    const realtime = this.#realtime;
    if (!realtime || this.#failed) return;
    const context = realtime.chatCtx.copy();
    context.insert(
      llm.FunctionCallOutput.create({
        callId: call.callId,
        name: call.name,
        output: result.text,
        isError: result.isError,
      }),
    );
    await realtime.updateChatCtx(context).catch(() => undefined);
    const { turn } = call;
    if (turn && !this.#answers.pending) this.#ask(turn, () => this.#session.generateReply());
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#answers.turnOf(speechId);
  }

  /** The provider is no use any more; told once. */
  fail(failure: BrainFailure, detail: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#watch.close();
    this.#captionTimer?.();
    this.#cancelFiller();
    this.#ready.reject(new Error(`the provider failed: ${failure}`));
    this.#options.events.onFailed(failure, detail);
  }

  async close(): Promise<void> {
    this.#failed = true;
    this.#watch.close();
    this.#captionTimer?.();
    this.#cancelFiller();
    await this.#session.close();
  }

  #createSession(): voice.AgentSession {
    const { provider } = this.#options;
    const model = new OpenRealtimeModel(
      {
        baseURL: provider.baseUrl,
        apiKey: provider.apiKey,
        model: provider.model,
        voice: provider.voice,
        turnDetection: null,
        connOptions: { maxRetry: 3, retryIntervalMs: 2000, timeoutMs: connectTimeoutMs },
      },
      (session) => {
        this.#realtime = session;
        session.on('session_reconnected', () => this.#watch.report({ type: 'reconnected' }));
      },
      (event) => this.#serverEvent(event),
    );
    const session = new voice.AgentSession({
      llm: model,
      vad: null,
      maxToolSteps: 25,
      aecWarmupDuration: null,
      userAwayTimeout: null,
      turnHandling: {
        turnDetection: 'manual',
        interruption: { enabled: true, resumeFalseInterruption: false },
        preemptiveGeneration: { enabled: false },
      },
    });
    session.output.audio = this.#speaker;
    session.output.transcription = new TextSink((text) => this.#speaker.addText(text));
    session.on(voice.AgentSessionEventTypes.SpeechCreated, (event) => this.#answers.speechCreated(event.speechHandle));
    session.on(voice.AgentSessionEventTypes.UserInputTranscribed, (event) => {
      const turnId = event.itemId ? this.#turnOfItem.get(event.itemId) : undefined;
      if (turnId) this.#options.events.onPersonText(turnId, event.transcript, event.isFinal);
    });
    return session;
  }

  #ask(turn: TurnOfSpeech, reply: () => voice.SpeechHandle): void {
    if (this.#failed) return;
    this.#watch.report({ type: 'asked' });
    this.#answers.ask(turn, reply);
  }

  #serverEvent(event: ServerEvent): void {
    const { type } = event;
    if (type === 'session.created' || type === 'session.updated') this.#ready.resolve();
    else if (type === 'input_audio_buffer.committed') this.#itemCommitted(event.item_id);
    else if (type === 'response.created') this.#watch.report({ type: 'created' });
    else if (type === 'response.done') this.#responseDone(event);
    else if (type.startsWith('response.')) this.#output(event);
    else if (type === 'error') this.#providerError(event);
  }

  #itemCommitted(itemId: string | undefined): void {
    const turnId = this.#committing.shift();
    if (itemId && turnId) this.#turnOfItem.set(itemId, turnId);
  }

  #output(event: ServerEvent): void {
    this.#watch.report({ type: 'output' });
    if (!event.type.endsWith('audio.delta') || !event.delta) return;
    this.#speaker.expectAudio((event.delta.length * 0.75) / 48);
  }

  #responseDone({ response }: ServerEvent): void {
    const status = response?.status;
    if (status === 'failed') {
      const error = response?.status_details?.error;
      this.fail(failureOfCode(error?.code ?? error?.type ?? ''), error ?? null);
      return;
    }
    const empty = status === 'completed' && (response?.output ?? []).length === 0;
    this.#watch.report({ type: 'done', outcome: empty ? 'empty' : status === 'completed' ? 'complete' : 'cancelled' });
  }

  #providerError({ error }: ServerEvent): void {
    const failure = failureOfCode(error?.code ?? error?.type ?? '');
    if (failure !== 'failed') this.fail(failure, error ?? null);
  }

  #speakingChanged(speaking: boolean): void {
    this.#speaking = speaking;
    this.#watch.report({ type: 'speakingChanged', speaking });
    this.#captionTimer?.();
    this.#captionTimer = null;
    if (speaking) this.#tellHeardText();
    this.#phaseMayHaveChanged();
  }

  #tellHeardText(): void {
    this.#answers.heard(currentSpeech(this.#session)?.id, this.#speaker.heardText);
    this.#captionTimer = this.#options.clock.after(captionIntervalMs, () => this.#tellHeardText());
  }

  #phaseMayHaveChanged(): void {
    const phase = this.#speaking
      ? 'speaking'
      : !this.#answers.pending
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
    const delayMs = this.#fillers === 0 ? firstFillerMs : nextFillerMs;
    this.#cancelFiller = this.#options.clock.after(delayMs, () => this.#fill());
  }

  #fill(): void {
    if (this.#failed || !this.#options.mayFill()) return;
    this.#fillers += 1;
    this.#answers.fill(() => this.#session.generateReply({ instructions: fillerInstructions, toolChoice: 'none' }));
  }
}
