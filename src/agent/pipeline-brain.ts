/**
 * Speech to text, text to text, text to speech as this talk's brain: the second one, on any OpenAI-compatible endpoints.
 *
 * Path: talk-session commits a turn -> here -> transcribe -> AgentSession (LLM, tools) -> spoken-answer -> RoomSpeaker.
 * Always: the session hears nothing itself; a pause starts the transcription before the turn is known to be over; a voice
 * that fails leaves the words. Source: FACTS (pipeline with turns of our own), F18, F19.
 */
import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import { LLM } from '@livekit/agents-plugin-openai';
import type { AudioFrame } from '@livekit/rtc-node';
import { OpenAI } from 'openai';
import { keyHeaders } from '../contract/index.ts';
import type { TurnId } from '../contract/index.ts';
import { Answering } from './answers/answering.ts';
import { fillerWords } from './answers/filler-words.ts';
import { concatenate } from './audio/recent-audio.ts';
import type { RoomSpeaker } from './audio/room-speaker.ts';
import { greetingInstructions } from './brain.ts';
import type { Brain, BrainFailure, BrainOptions, Fillers, LateCall, TakesWords } from './brain.ts';
import { toChatContext, withLateResult } from './history.ts';
import { PipelineAgent } from './stages/pipeline-agent.ts';
import { PreparedReply } from './stages/prepared-reply.ts';
import { speak } from './stages/speak.ts';
import { speakAnswer, wordsOf } from './stages/spoken-answer.ts';
import { createStageFetch, failureOfStage } from './stages/stage-fetch.ts';
import { defaultRetryTiming } from './stages/retry.ts';
import { transcribe } from './stages/transcribe.ts';
import { withNote } from './speaker-notes.ts';
import type { TurnOfSpeech } from './tools.ts';

/** A committed turn whose words are not known yet. */
interface Question {
  readonly turn: TurnOfSpeech;
  readonly takes: TakesWords | undefined;
  stopped: boolean;
}

interface Hearing {
  readonly text: Promise<string>;
  /** The answer, where the words were known before the turn was. */
  reply: PreparedReply | null;
  stop(): void;
}

/** Answers that are begun in one turn: each pause in it may look like its end. */
const mostPreparedReplies = 3;
const fetchStage = createStageFetch(defaultRetryTiming);

export class PipelineBrain implements Brain {
  readonly kind = 'pipeline';
  readonly #options: BrainOptions;
  readonly #answering: Answering;
  readonly #agent: PipelineAgent;
  readonly #session: voice.AgentSession;
  readonly #questions = new Set<Question>();
  #blocks: Int16Array[] = [];
  /** What was heard up to the latest pause, if nothing was said since. */
  #early: Hearing | null = null;
  #preparedReplies = 0;
  /** An answer that was begun early, for the question that was asked just now; then the one that is given. */
  #prepared: PreparedReply | null = null;
  #given: PreparedReply | null = null;
  /** Turns become questions in the order in which they were spoken. */
  #order: Promise<void> = Promise.resolve();

  constructor(options: BrainOptions) {
    this.#options = options;
    const { source, hasListeners, mayFill, clock, deadlines, events, provider, instructions, history, tools } = options;
    this.#answering = new Answering({
      source,
      hasListeners,
      mayFill,
      clock,
      deadlines,
      events,
      onFrame: playWords,
      awaited: options.awaited,
      filler: (session, call, isNamed) => {
        const words = fillerWords(call, isNamed, options.language);
        return session.say(words, { audio: this.#voiceOf(once(words)), addToChatCtx: false });
      },
    });
    this.#agent = new PipelineAgent({
      instructions,
      chatCtx: toChatContext(history, clock.nowMs()),
      tools: [tools.createToolset()],
      report: (event) => this.#answering.report(event),
      voiceOf: (words) => this.#voiceOf(words),
      prepared: (context, contextTools, { toolChoice }) => {
        const reply = this.#prepared?.answers(context, contextTools, toolChoice) ? this.#prepared : null;
        if (!reply) return null;
        this.#prepared = null;
        this.#given = reply;
        return reply.take();
      },
    });
    this.#session = createSession(createModel(provider.pipeline.completion, options.temperature));
    this.#session.on(voice.AgentSessionEventTypes.Error, ({ error }) => this.#stageFailed(unwrapped(error)));
    this.#answering.attach(this.#session);
  }

  async start(): Promise<void> {
    await this.#session.start({ agent: this.#agent });
  }

  pushAudio(frame: AudioFrame): void {
    this.#blocks.push(frame.data);
  }

  clearAudio(): void {
    this.#blocks = [];
    this.#preparedReplies = 0;
    this.wentOn();
  }

  paused(identity: string): void {
    this.wentOn();
    if (this.#answering.failed || this.#blocks.length === 0) return;
    this.#early = this.#hear();
    void this.#prepare(this.#early, identity);
  }

  wentOn(): void {
    this.#early?.stop();
    this.#early = null;
  }

  commitAudio(turn: TurnOfSpeech, takes?: TakesWords): void {
    if (this.#answering.failed) return;
    const hearing = this.#early ?? this.#hear();
    this.#early = null;
    this.#blocks = [];
    this.#preparedReplies = 0;
    const question: Question = { turn, takes, stopped: false };
    this.#questions.add(question);
    this.#answering.report({ type: 'asked' });
    this.#answering.listeningChanged(1);
    this.#order = this.#order.then(() => this.#understand(question, hearing));
  }

  typedTurn(turn: TurnOfSpeech, text: string): void {
    const userInput = this.#noted(turn.identity, text);
    this.#answering.ask(turn, () => this.#session.generateReply({ userInput, inputModality: 'text' }));
  }

  greet(turn: TurnOfSpeech, words: string): void {
    const instructions = greetingInstructions(words);
    this.#answering.ask(turn, () => this.#session.generateReply({ instructions, toolChoice: 'none' }));
  }

  interrupt(all: boolean): void {
    if (all) this.#options.tools.cancelAll();
    for (const question of this.#questions) question.stopped = true;
    this.#answering.interrupt(all);
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

  async lateResult(call: LateCall, result: { text: string; isError: boolean }): Promise<void> {
    if (this.#answering.failed) return;
    await this.#agent.updateChatCtx(withLateResult(this.#agent.chatCtx.copy(), call, result)).catch(() => undefined);
    const { turn } = call;
    if (turn && !this.#answering.pending) this.#answering.ask(turn, () => this.#session.generateReply());
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#answering.turnOf(speechId);
  }

  fail(failure: BrainFailure, detail: unknown): void {
    this.wentOn();
    this.#answering.fail(failure, detail);
  }

  async close(): Promise<void> {
    this.wentOn();
    this.#answering.close();
    await this.#session.close();
  }

  #hear(): Hearing {
    const stop = new AbortController();
    const { transcription } = this.#options.provider.pipeline;
    const text = transcribe(transcription, concatenate(this.#blocks), fetchStage, stop.signal);
    // One that is given up, or asked too early, is nobody's failure.
    text.catch(() => undefined);
    const hearing: Hearing = {
      text,
      reply: null,
      stop: () => {
        stop.abort();
        hearing.reply?.stop();
      },
    };
    return hearing;
  }

  /** Begins the answer, where the words are known while the person may still go on. */
  async #prepare(hearing: Hearing, identity: string): Promise<void> {
    const text = await hearing.text.catch(() => '');
    if (!text || this.#early !== hearing || this.#preparedReplies >= mostPreparedReplies) return;
    this.#preparedReplies += 1;
    const { completion, speech } = this.#options.provider.pipeline;
    hearing.reply = new PreparedReply({
      model: createModel(completion, this.#options.temperature),
      context: this.#agent.chatCtx.copy(),
      tools: this.#agent.toolCtx,
      text: this.#noted(identity, text),
      speak: (words, signal) => speak(speech, words, fetchStage, signal),
      onFailed: (error) => this.#stageFailed(unwrapped(error)),
    });
  }

  async #understand(question: Question, hearing: Hearing): Promise<void> {
    const { turn } = question;
    try {
      const text = await hearing.text;
      if (this.#answering.failed) return;
      this.#questions.delete(question);
      this.#options.events.onPersonText(turn.turnId, text, true);
      const taken = text !== '' && question.takes?.(text) === true;
      if (text && !question.stopped && !taken) {
        const userInput = this.#questionOf(hearing, this.#noted(turn.identity, text));
        this.#answering.ask(turn, () => this.#session.generateReply({ userInput, inputModality: 'audio' }));
      } else {
        hearing.reply?.stop();
        await this.#heardOnly(turn, text);
      }
    } catch (error) {
      this.#stageFailed(error, turn.turnId);
    } finally {
      this.#answering.listeningChanged(-1);
    }
  }

  /** The very message that an answer was begun for, else the words. */
  #questionOf({ reply }: Hearing, words: string): llm.ChatMessage | string {
    this.#prepared?.stop();
    this.#prepared = reply?.message.textContent === words ? reply : null;
    if (!this.#prepared) reply?.stop();
    return this.#prepared?.message ?? words;
  }

  /** Nothing was said, or it was no question, or something else was said before it could be answered: remembered, not answered. */
  async #heardOnly(turn: TurnOfSpeech, text: string): Promise<void> {
    if (text) {
      const context = this.#agent.chatCtx.copy();
      context.addMessage({ role: 'user', content: this.#noted(turn.identity, text) });
      await this.#agent.updateChatCtx(context);
    }
    if (!this.#answering.pending) this.#answering.report({ type: 'settled' });
    this.#options.events.onAnswered(turn.turnId, '');
  }

  #noted(identity: string, text: string): string {
    return withNote(this.#options.speakers.noteOf(identity), text);
  }

  #voiceOf(words: AsyncIterable<string>): ReadableStream<AudioFrame> {
    const { speech } = this.#options.provider.pipeline;
    return speakAnswer(words, {
      speak: (text, signal) => this.#given?.takeSound(text, signal) ?? speak(speech, text, fetchStage, signal),
      onSound: () => this.#answering.report({ type: 'output' }),
      onVoiceFailed: (error) => {
        if (!this.#answering.failed) this.#options.events.onVoiceFailed(failureOfStage(error));
      },
    });
  }

  #stageFailed(error: unknown, turnId?: TurnId): void {
    this.wentOn();
    this.#answering.fail(failureOfStage(error), error, turnId);
  }
}

function createModel(access: { baseUrl: string; apiKey: string; model: string }, temperature: number | null): LLM {
  const client = new OpenAI({
    baseURL: access.baseUrl,
    apiKey: access.apiKey || 'none',
    maxRetries: 0,
    // The client's own header is a bearer token; null takes it away.
    defaultHeaders: { authorization: null, ...keyHeaders(access.baseUrl, access.apiKey) },
    fetch: fetchStage,
  });
  return new LLM({ model: access.model, client, ...(temperature === null ? {} : { temperature }) });
}

function createSession(model: LLM): voice.AgentSession {
  return new voice.AgentSession({
    llm: model,
    vad: null,
    maxToolSteps: 25,
    aecWarmupDuration: null,
    userAwayTimeout: null,
    connOptions: {
      llmConnOptions: { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 30_000 },
      maxUnrecoverableErrors: Number.MAX_SAFE_INTEGER,
    },
    turnHandling: {
      turnDetection: 'manual',
      interruption: { enabled: true, resumeFalseInterruption: false },
      preemptiveGeneration: { enabled: false },
    },
  });
}

/** The speaker learns a sentence when its first sound is about to be played. */
function playWords(frame: AudioFrame, speaker: RoomSpeaker): void {
  const words = wordsOf(frame);
  if (!words) return;
  speaker.addText(words.text);
  speaker.expectAudio(words.expectedMs);
}

function unwrapped(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
}

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
