/**
 * The Realtime model as this talk's brain: hears turns, answers with speech and tools.
 *
 * Path: talk-session commits a turn -> here -> AgentSession -> provider -> RoomSpeaker and AgentTools.
 * Always: turns are manual; one that was asked is answered or `onFailed` is told; a failed brain does nothing any more.
 * Source: FACTS (the reply is driven directly: `commitUserTurn` waits 500 ms; `say` needs a voice of its own).
 */
import { randomUUID } from 'node:crypto';
import { voice } from '@livekit/agents';
import type { realtime } from '@livekit/agents-plugin-openai';
import type { AudioFrame } from '@livekit/rtc-node';
import { isAzureAddress } from '../contract/index.ts';
import type { AwaitedCall, TurnId } from '../contract/index.ts';
import { Answering } from './answers/answering.ts';
import { fillerWords } from './answers/filler-words.ts';
import { OpenRequests } from './answers/open-requests.ts';
import { WithheldQuestions } from './answers/withheld-questions.ts';
import { greetingInstructions } from './brain.ts';
import type { Brain, BrainFailure, BrainOptions, Fillers, LateCall, TakesWords } from './brain.ts';
import { failureOfCode, OpenRealtimeModel, TextSink } from './framework-internals.ts';
import type { ServerEvent } from './framework-internals.ts';
import { toCallOutput, toChatContext } from './history.ts';
import { withNote } from './speaker-notes.ts';
import type { TurnOfSpeech } from './tools.ts';

const fillerInstructions = (awaited: AwaitedCall | null, isNamed: boolean): string =>
  `A tool ${awaited ? 'waits for approval' : 'is still running'}. Say only these few words, in the language of the conversation: ` +
  `"${fillerWords(awaited, isNamed, null)}"${awaited?.byVoice ? ' Leave the commands allow it and deny it in English.' : ''}`;
const connectTimeoutMs = 3000;
const readyTimeoutMs = 4500;

export class RealtimeBrain implements Brain {
  readonly kind = 'realtime';
  readonly #options: BrainOptions;
  readonly #session: voice.AgentSession;
  readonly #answering: Answering;
  readonly #ready = Promise.withResolvers<void>();
  readonly #committing: TurnId[] = [];
  readonly #turnOfItem = new Map<string, TurnId>();
  /** Whose words may be an answer to something else. */
  readonly #takes = new Map<TurnId, TakesWords>();
  readonly #withheld: WithheldQuestions;
  readonly #requests = new OpenRequests();
  #realtime: realtime.RealtimeSession | null = null;

  constructor(options: BrainOptions) {
    this.#options = options;
    this.#ready.promise.catch(() => undefined);
    const { source, hasListeners, mayFill, awaited, clock, deadlines, events } = options;
    this.#answering = new Answering({
      source,
      hasListeners,
      mayFill,
      clock,
      deadlines,
      onRepliesChanged: () => this.#askWhenStill(),
      awaited,
      filler: (session, call, isNamed) =>
        session.generateReply({ instructions: fillerInstructions(call, isNamed), toolChoice: 'none' }),
      events: { ...events, onFailed: (...failed) => this.#failed(...failed) },
    });
    this.#withheld = new WithheldQuestions(clock, {
      onCountChanged: (change) => this.#answering.listeningChanged(change),
      onDropped: (turnId) => {
        if (!this.#answering.failed) events.onAnswered(turnId, '');
      },
      onLate: (waitsFor) => {
        if (waitsFor === 'stillness') this.#requests.forget();
      },
    });
    this.#session = this.#createSession();
    this.#answering.attach(this.#session);
  }

  /** Resolves when the provider has accepted the session. Rejects, after `onFailed`, when it has not. */
  async start(): Promise<void> {
    const { instructions, history, tools, clock } = this.#options;
    const cancelTimeout = clock.after(readyTimeoutMs, () => this.fail('silent', null));
    try {
      const chatCtx = toChatContext(history, clock.nowMs());
      await Promise.race([
        this.#session.start({ agent: new voice.Agent({ instructions, chatCtx, tools: [tools.createToolset()] }) }),
        this.#ready.promise,
      ]);
      await this.#ready.promise;
    } finally {
      cancelTimeout();
    }
  }

  /** Audio of the turn that is being spoken; whole blocks only. */
  pushAudio(frame: AudioFrame): void {
    if (!this.#answering.failed) this.#realtime?.pushAudio(frame);
  }

  /** What was pushed since the last commit is forgotten. */
  clearAudio(): void {
    if (!this.#answering.failed) void this.#realtime?.clearAudio();
  }

  /** What was pushed is a turn: asks for its answer, unless `takes` takes its words. */
  commitAudio(turn: TurnOfSpeech, takes?: TakesWords): void {
    if (this.#answering.failed) return;
    this.#withheld.releaseAll('ask');
    this.#announceSpeaker(turn.identity);
    void this.#realtime?.commitAudio();
    this.#committing.push(turn.turnId);
    const ask = (): void => this.#ask(turn, () => this.#session.generateReply({ inputModality: 'audio' }));
    if (!takes) return ask();
    this.#takes.set(turn.turnId, takes);
    // The words come a little after the sound.
    this.#withheld.withhold(turn.turnId, 'words', ask);
  }

  /** Nothing to do early: the provider has the audio already. */
  paused(): void {}

  wentOn(): void {}

  typedTurn(turn: TurnOfSpeech, text: string): void {
    this.#withheld.releaseAll('ask');
    const userInput = withNote(this.#options.speakers.noteOf(turn.identity), text);
    this.#ask(turn, () => this.#session.generateReply({ userInput, inputModality: 'text' }));
  }

  greet(turn: TurnOfSpeech, words: string): void {
    const instructions = greetingInstructions(words);
    this.#answering.ask(turn, () => this.#session.generateReply({ instructions, toolChoice: 'none' }));
  }

  /** Stops what is being said. `all`: also the tools that run. */
  interrupt(all: boolean): void {
    if (all) this.#options.tools.cancelAll();
    this.#withheld.releaseAll('drop');
    if (this.#answering.interrupt(all)) void this.#realtime?.interrupt();
  }

  get fillers(): Fillers {
    return this.#answering;
  }

  toolStarted(speechId: string): void {
    this.#answering.toolStarted(speechId);
  }

  toolEnded(speechId: string): void {
    this.#answering.toolEnded(speechId);
  }

  /**
   * A tool's result that came after its reply was cut off: the model learns it, and tells it where nothing else is
   * being said or waited for.
   */
  async lateResult(call: LateCall, result: { text: string; isError: boolean }): Promise<void> {
    const realtime = this.#realtime;
    if (!realtime || this.#answering.failed) return;
    const context = realtime.chatCtx.copy();
    context.insert(toCallOutput(call, result));
    await realtime.updateChatCtx(context).catch(() => undefined);
    const { turn } = call;
    if (turn && !this.#answering.pending) this.#answering.ask(turn, () => this.#session.generateReply());
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#answering.turnOf(speechId);
  }

  fail(failure: BrainFailure, detail: unknown): void {
    this.#answering.fail(failure, detail);
  }

  async close(): Promise<void> {
    this.#answering.close();
    await this.#session.close();
  }

  /** Not before the last word of a reply that was stopped: what it still says would be the answer to this. */
  #ask(turn: TurnOfSpeech, reply: () => voice.SpeechHandle): void {
    const ask = (): void => this.#answering.ask(turn, reply);
    if (this.#isStill) return ask();
    this.#withheld.withhold(turn.turnId, 'stillness', ask);
  }

  get #isStill(): boolean {
    return !this.#requests.any && !this.#answering.stopping;
  }

  #askWhenStill(): void {
    if (this.#isStill) this.#withheld.releaseAll('ask', 'stillness');
  }

  #wordsCame(turnId: TurnId, text: string): void {
    const takes = this.#takes.get(turnId);
    this.#takes.delete(turnId);
    // Also where they are too late to keep the question back.
    if (takes) this.#withheld.heard(turnId, takes(text) ? 'drop' : 'ask');
  }

  /** Before the spoken words, in the same stream: costs no round trip. */
  #announceSpeaker(identity: string): void {
    const note = this.#options.speakers.noteOf(identity);
    if (note === null) return;
    this.#realtime?.sendEvent({
      type: 'conversation.item.create',
      item: {
        id: `note_${randomUUID().slice(0, 18)}`,
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: note }],
      },
    });
  }

  #failed(...failed: Parameters<BrainOptions['events']['onFailed']>): void {
    this.#ready.reject(new Error(`the provider failed: ${failed[0]}`));
    this.#options.events.onFailed(...failed);
  }

  #createSession(): voice.AgentSession {
    const { provider } = this.#options;
    const model = new OpenRealtimeModel(
      {
        ...addressOf(provider),
        apiKey: provider.apiKey,
        model: provider.model,
        voice: provider.voice,
        turnDetection: null,
        connOptions: { maxRetry: 3, retryIntervalMs: 2000, timeoutMs: connectTimeoutMs },
      },
      {
        onSession: (opened) => {
          this.#realtime = opened;
          opened.on('session_reconnected', () => this.#reconnected());
        },
        onClientEvent: (event) => this.#requests.sent(event),
        onServerEvent: (event) => this.#serverEvent(event),
      },
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
    session.output.transcription = new TextSink((text) => this.#answering.speaker.addText(text));
    session.on(voice.AgentSessionEventTypes.UserInputTranscribed, (event) => {
      const turnId = event.itemId ? this.#turnOfItem.get(event.itemId) : undefined;
      if (!turnId) return;
      this.#options.events.onPersonText(turnId, event.transcript, event.isFinal);
      if (event.isFinal) this.#wordsCame(turnId, event.transcript);
    });
    return session;
  }

  /** On a new connection, which knows the conversation, but no sound that was not committed. The plugin makes one every 20 minutes. */
  #reconnected(): void {
    this.#committing.length = 0;
    this.#requests.forget();
    this.#options.events.onStreamLost();
    this.#answering.report({ type: 'reconnected' });
    this.#askWhenStill();
  }

  #serverEvent(event: ServerEvent): void {
    const { type } = event;
    this.#requests.received(event);
    if (type === 'session.created' || type === 'session.updated') this.#ready.resolve();
    else if (type === 'input_audio_buffer.committed') this.#itemCommitted(event.item_id);
    else if (type === 'response.created') this.#answering.report({ type: 'created' });
    else if (type === 'response.done') this.#responseDone(event);
    else if (type.startsWith('response.')) this.#output(event);
    else if (type === 'error') this.#providerError(event);
    this.#askWhenStill();
  }

  #itemCommitted(itemId: string | undefined): void {
    const turnId = this.#committing.shift();
    if (itemId && turnId) this.#turnOfItem.set(itemId, turnId);
  }

  #output(event: ServerEvent): void {
    this.#answering.report({ type: 'output' });
    if (!event.type.endsWith('audio.delta') || !event.delta) return;
    this.#answering.speaker.expectAudio((event.delta.length * 0.75) / 48);
  }

  #responseDone({ response }: ServerEvent): void {
    const status = response?.status;
    if (status === 'failed') {
      const error = response?.status_details?.error;
      this.fail(failureOfCode(error?.code ?? error?.type ?? ''), error ?? null);
      return;
    }
    const empty = status === 'completed' && (response?.output ?? []).length === 0;
    this.#answering.report({
      type: 'done',
      outcome: empty ? 'empty' : status === 'completed' ? 'complete' : 'cancelled',
    });
  }

  #providerError({ error }: ServerEvent): void {
    const failure = failureOfCode(error?.code ?? error?.type ?? '');
    if (failure !== 'failed') this.fail(failure, error ?? null);
  }
}

/** The plugin builds Azure's path and key header itself, from the address before its version. */
function addressOf({ baseUrl, model }: BrainOptions['provider']): { baseURL: string; azureDeployment?: string } {
  if (!isAzureAddress(baseUrl)) return { baseURL: baseUrl };
  return { baseURL: baseUrl.replace(/\/+$/, '').replace(/\/v1$/, ''), azureDeployment: model };
}
