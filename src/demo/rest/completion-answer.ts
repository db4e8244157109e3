/**
 * A chat completion's answer, whole and in chunks, with the fields and in the order the service sends them.
 *
 * Pure. Always: the types are assignable to those of the pinned `openai` package (a type test says so).
 */
import type { Thought } from '../thinking/think.ts';
import type { CompletionRequest } from './completion-request.ts';
import { wordsOf } from './completion-turn.ts';

export interface ToolCallBody {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}
export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number; audio_tokens: number };
  completion_tokens_details: { reasoning_tokens: number; audio_tokens: number };
}
type FinishReason = 'stop' | 'tool_calls';

interface Common {
  id: string;
  created: number;
  model: string;
  service_tier: 'default';
}
export type CompletionBody = Common & {
  object: 'chat.completion';
  choices: {
    index: number;
    message: { role: 'assistant'; content: string | null; refusal: null; tool_calls?: ToolCallBody[] };
    logprobs: null;
    finish_reason: FinishReason;
  }[];
  usage: CompletionUsage;
};
interface Delta {
  role?: 'assistant';
  content?: string | null;
  refusal?: null;
  tool_calls?: {
    index: number;
    id?: string;
    type?: 'function';
    function: { name?: string; arguments: string };
  }[];
}
export type CompletionChunk = Common & {
  object: 'chat.completion.chunk';
  choices: { index: number; delta: Delta; logprobs: null; finish_reason: FinishReason | null }[];
  usage?: CompletionUsage | null;
};

/** What a thought comes to: words, or one call. */
export interface CompletionOutput {
  readonly text: string | null;
  readonly call: ToolCallBody | null;
}

export function toOutput(thought: Thought, callId: string): CompletionOutput {
  if (thought.kind === 'say') return { text: thought.text, call: null };
  const call = { name: thought.name, arguments: JSON.stringify(thought.arguments) };
  return { text: null, call: { id: callId, type: 'function', function: call } };
}

export function toBody(common: Common, output: CompletionOutput, usage: CompletionUsage): CompletionBody {
  const { text, call } = output;
  const message = { role: 'assistant', content: text, refusal: null, ...(call ? { tool_calls: [call] } : {}) } as const;
  return {
    ...common,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: call ? 'tool_calls' : 'stop' }],
    usage,
  };
}

/** The chunks before the last word, one per word of text, and of a call's arguments. `usage` null where it was not asked for. */
export function toChunks(common: Common, output: CompletionOutput, usage: CompletionUsage | null): CompletionChunk[] {
  const chunk = (choices: CompletionChunk['choices'], ofUsage: CompletionUsage | null = null): CompletionChunk => ({
    ...common,
    object: 'chat.completion.chunk',
    choices,
    ...(usage ? { usage: ofUsage } : {}),
  });
  const step = (delta: Delta, reason: FinishReason | null = null): CompletionChunk =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
  const steps = output.call ? callDeltas(output.call) : textDeltas(output.text ?? '');
  return [
    ...steps.map((delta) => step(delta)),
    step({}, output.call ? 'tool_calls' : 'stop'),
    ...(usage ? [chunk([], usage)] : []),
  ];
}

function textDeltas(text: string): Delta[] {
  const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  return [{ role: 'assistant', content: '', refusal: null }, ...words.map((content) => ({ content }))];
}

function callDeltas({ id, type, function: { name, arguments: text } }: ToolCallBody): Delta[] {
  const pieces = text.match(/.{1,12}/gs) ?? [];
  return [
    { role: 'assistant', content: null, tool_calls: [{ index: 0, id, type, function: { name, arguments: '' } }] },
    ...pieces.map((piece) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
  ];
}

/** About 4 characters a token. */
export function toUsage({ messages, tools }: CompletionRequest, { text, call }: CompletionOutput): CompletionUsage {
  const said = messages.reduce((sum, message) => sum + wordsOf(message).length + callsOf(message), 0);
  const promptTokens = Math.ceil((said + (tools?.length ? JSON.stringify(tools).length : 0)) / 4);
  const completionTokens = Math.ceil(
    (text ?? `${call?.function.name ?? ''}${call?.function.arguments ?? ''}`).length / 4,
  );
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

function callsOf(message: CompletionRequest['messages'][number]): number {
  return message.role === 'assistant' && message.tool_calls ? JSON.stringify(message.tool_calls).length : 0;
}
