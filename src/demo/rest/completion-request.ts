/**
 * A chat completion request as a schema.
 *
 * Always: the inferred type is assignable to that of the pinned `openai` package (a type test says so), unknown fields are refused;
 * what is allowed and cannot be simulated (several choices, sound, JSON output) is refused too, never done by halves.
 */
import { z } from 'zod';
import { Refused } from './error-answers.ts';
import { checkMessages, Message } from './completion-messages.ts';
import { parseRequest } from './read-request.ts';

const nullableNumber = (least: number, most: number): z.ZodExactOptional<z.ZodNullable<z.ZodNumber>> =>
  z.number().min(least).max(most).nullable().exactOptional();
const toolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);

const Tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: toolName,
    description: z.string().exactOptional(),
    parameters: z.record(z.string(), z.unknown()).exactOptional(),
    strict: z.boolean().nullable().exactOptional(),
  }),
});
const ToolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: toolName }) }),
]);

export const CompletionRequest = z.strictObject({
  messages: z.array(Message).min(1),
  model: z.string().min(1),
  frequency_penalty: nullableNumber(-2, 2),
  logit_bias: z.record(z.string(), z.number()).nullable().exactOptional(),
  max_completion_tokens: nullableNumber(1, Infinity),
  max_tokens: nullableNumber(1, Infinity),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullable().exactOptional(),
  modalities: z
    .array(z.enum(['text', 'audio']))
    .nullable()
    .exactOptional(),
  n: nullableNumber(1, 128),
  parallel_tool_calls: z.boolean().exactOptional(),
  presence_penalty: nullableNumber(-2, 2),
  prompt_cache_key: z.string().nullable().exactOptional(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullable().exactOptional(),
  response_format: z.strictObject({ type: z.enum(['text', 'json_object']) }).exactOptional(),
  safety_identifier: z.string().nullable().exactOptional(),
  seed: nullableNumber(-Infinity, Infinity),
  service_tier: z.enum(['auto', 'default', 'flex', 'scale', 'priority']).nullable().exactOptional(),
  stop: z
    .union([z.string(), z.array(z.string()).max(4)])
    .nullable()
    .exactOptional(),
  store: z.boolean().nullable().exactOptional(),
  stream: z.boolean().nullable().exactOptional(),
  stream_options: z
    .strictObject({ include_obfuscation: z.boolean().exactOptional(), include_usage: z.boolean().exactOptional() })
    .nullable()
    .exactOptional(),
  temperature: nullableNumber(0, 2),
  tool_choice: ToolChoice.exactOptional(),
  tools: z.array(Tool).max(128).exactOptional(),
  top_p: nullableNumber(0, 1),
  user: z.string().exactOptional(),
  verbosity: z.enum(['low', 'medium', 'high']).nullable().exactOptional(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

/** @throws {Refused} */
export function parseCompletionRequest(raw: unknown): CompletionRequest {
  const request = parseRequest(CompletionRequest, raw);
  if (request.stream_options && !request.stream) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    throw new Refused(400, 'invalid_value', message, 'stream_options');
  }
  if (request.tool_choice !== undefined && request.tools === undefined) {
    const message = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.";
    throw new Refused(400, 'invalid_value', message, 'tool_choice');
  }
  if ((request.n ?? 1) > 1) throw unsupported('n');
  if (request.modalities?.includes('audio')) throw unsupported('modalities');
  if (request.response_format?.type === 'json_object') throw unsupported('response_format');
  checkMessages(request.messages);
  return request;
}

function unsupported(param: string): Refused {
  return new Refused(
    400,
    'unsupported_value',
    `Unsupported value: '${param}' is not simulated with this value.`,
    param,
  );
}
