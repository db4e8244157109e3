/**
 * An answer that is begun before the turn is known to be over: the model's words and the sound of their first sentence.
 *
 * Path: pipeline-brain begins one for an early transcript -> here -> pipeline-agent takes it for the very same question.
 * Always: nothing of it is heard, shown or called before it is taken; its failure is told when it is taken;
 * one that is not taken is given up, and its failure is nobody's.
 */
import { llm } from '@livekit/agents';
import { Kept } from './kept.ts';
import { takeSentences } from './sentences.ts';
import { Sound } from './spoken-answer.ts';

export interface PreparedReplyOptions {
  /** For this answer alone: a model tells its failures to all who use it. */
  readonly model: llm.LLM;
  /** What was said before. */
  readonly context: llm.ChatContext;
  readonly tools: llm.ToolContext;
  readonly text: string;
  speak(text: string, signal: AbortSignal): AsyncGenerator<Int16Array>;
  /** The model failed, told once this answer is taken. */
  onFailed(error: unknown): void;
}

const timing = { maxRetry: 0, retryIntervalMs: 0, timeoutMs: 30_000 };

export class PreparedReply {
  /** The question. */
  readonly message: llm.ChatMessage;
  readonly #context: llm.ChatContext;
  readonly #tools: llm.ToolContext;
  readonly #stop = new AbortController();
  readonly #chunks: Kept<llm.ChatChunk>;
  readonly #onFailed: (error: unknown) => void;
  #taken = false;
  #failure: { readonly error: Error } | null = null;
  #first: { readonly text: string; readonly sound: Sound } | null = null;

  constructor({ model, context, tools, text, speak, onFailed }: PreparedReplyOptions) {
    this.#onFailed = onFailed;
    this.message = llm.ChatMessage.create({ role: 'user', content: text });
    this.#context = context.copy();
    this.#context.insert(this.message);
    this.#tools = tools;
    // The stream itself just ends where the model fails.
    model.on('error', ({ error }) => this.#failed(error));
    const stream = model.chat({ chatCtx: this.#context.copy(), toolCtx: tools, connOptions: timing });
    this.#stop.signal.addEventListener('abort', () => stream.close());
    this.#chunks = new Kept(stream);
    void this.#speakFirst(speak);
  }

  /** Whether this is the answer to just this request. */
  answers(context: llm.ChatContext, tools: llm.ToolContext, toolChoice: llm.ToolChoice | null | undefined): boolean {
    const usual = toolChoice === undefined || toolChoice === null || toolChoice === 'auto';
    return usual && !this.#taken && this.#context.isEquivalent(context) && this.#tools.equals(tools);
  }

  take(): ReadableStream<llm.ChatChunk> {
    this.#taken = true;
    if (this.#failure) this.#onFailed(this.#failure.error);
    const chunks = this.#chunks.all();
    return new ReadableStream<llm.ChatChunk>({
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => this.stop(),
    });
  }

  /** The sound of this sentence, if it is the one that was begun; once. */
  takeSound(text: string, signal: AbortSignal): AsyncGenerator<Int16Array> | null {
    const first = this.#first;
    if (first?.text !== text) return null;
    this.#first = null;
    signal.addEventListener('abort', () => this.stop());
    return first.sound.samples();
  }

  stop(): void {
    this.#stop.abort();
    this.#first?.sound.stop();
    this.#first = null;
  }

  #failed(error: Error): void {
    if (this.#stop.signal.aborted) return;
    this.#failure = { error };
    if (this.#taken) this.#onFailed(error);
  }

  async #speakFirst(speak: PreparedReplyOptions['speak']): Promise<void> {
    const text = await this.#firstSentence();
    const { signal } = this.#stop;
    if (text && !signal.aborted) this.#first = { text, sound: new Sound(speak(text, signal)) };
  }

  async #firstSentence(): Promise<string | null> {
    let text = '';
    for await (const { delta } of this.#chunks.all()) {
      text += delta?.content ?? '';
      const sentence = takeSentences(text).sentences.find((one) => one.trim());
      if (sentence) return sentence;
    }
    return text.trim() && !this.#failure ? text : null;
  }
}
