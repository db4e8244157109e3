/**
 * The framework's agent for the pipeline: its model's stream is watched, and its words are spoken by our own stage.
 *
 * Path: AgentSession -> here -> LLM (watched) and spoken-answer.
 */
import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import type { AudioFrame } from '@livekit/rtc-node';
import type { WatchEvent } from '../answers/provider-watch-state.ts';

export interface PipelineAgentOptions {
  readonly instructions: string;
  readonly chatCtx: llm.ChatContext;
  readonly tools: llm.Toolset[];
  report(event: WatchEvent): void;
  voiceOf(words: AsyncIterable<string>): ReadableStream<AudioFrame>;
  /** The answer to just this request, if it was begun before. */
  prepared(...request: Parameters<LlmNode>): ReplyStream | null;
}

type LlmNode = voice.Agent['llmNode'];
type TtsNode = voice.Agent['ttsNode'];
type ReplyStream = NonNullable<Awaited<ReturnType<LlmNode>>>;
type SoundStream = NonNullable<Awaited<ReturnType<TtsNode>>>;

export class PipelineAgent extends voice.Agent {
  readonly #report: PipelineAgentOptions['report'];
  readonly #voiceOf: PipelineAgentOptions['voiceOf'];
  readonly #prepared: PipelineAgentOptions['prepared'];

  constructor({ instructions, chatCtx, tools, report, voiceOf, prepared }: PipelineAgentOptions) {
    super({ instructions, chatCtx, tools });
    this.#report = report;
    this.#voiceOf = voiceOf;
    this.#prepared = prepared;
  }

  override async llmNode(...args: Parameters<LlmNode>): ReturnType<LlmNode> {
    this.#report({ type: 'created' });
    const reply = this.#prepared(...args) ?? (await super.llmNode(...args));
    return reply ? this.#watched(reply) : null;
  }

  override ttsNode(...[words]: Parameters<TtsNode>): ReturnType<TtsNode> {
    return Promise.resolve(this.#voiceOf(words) as SoundStream);
  }

  #watched(reply: ReplyStream): ReplyStream {
    const reader = reply.getReader();
    let empty = true;
    const watched = new ReadableStream<unknown>({
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) {
          this.#report({ type: 'done', outcome: empty ? 'empty' : 'complete' });
          controller.close();
          return;
        }
        if (hasContent(value)) {
          empty = false;
          this.#report({ type: 'output' });
        }
        controller.enqueue(value);
      },
      cancel: (reason) => {
        this.#report({ type: 'done', outcome: 'cancelled' });
        return reader.cancel(reason);
      },
    });
    return watched as ReplyStream;
  }
}

function hasContent(chunk: unknown): boolean {
  if (typeof chunk === 'string') return chunk !== '';
  if (typeof chunk !== 'object' || chunk === null || !('delta' in chunk)) return false;
  const { delta } = chunk as llm.ChatChunk;
  return Boolean(delta?.content) || (delta?.toolCalls?.length ?? 0) > 0;
}
