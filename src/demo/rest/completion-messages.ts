/**
 * The messages of a chat completion request, as schemas, and the rules between them that the service checks.
 *
 * Always: the inferred types are assignable to those of the pinned `openai` package (a type test says so), unknown fields are refused.
 */
import { z } from 'zod';
import { Refused } from './error-answers.ts';

const CacheBreakpoint = z.strictObject({ mode: z.literal('explicit') });
const TextPart = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  prompt_cache_breakpoint: CacheBreakpoint.exactOptional(),
});
const ImagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: z.string(), detail: z.enum(['auto', 'low', 'high']).exactOptional() }),
  prompt_cache_breakpoint: CacheBreakpoint.exactOptional(),
});
const RefusalPart = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });

const Texts = z.union([z.string(), z.array(TextPart).min(1)]);
const name = z.string().exactOptional();
/** The service refuses longer ones. */
const callId = z.string().min(1).max(40);

const ToolCall = z.strictObject({
  id: callId,
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/), arguments: z.string() }),
});

export const Message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: Texts, name }),
  z.strictObject({ role: z.literal('developer'), content: Texts, name }),
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(z.discriminatedUnion('type', [TextPart, ImagePart])).min(1)]),
    name,
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z
      .union([z.string(), z.array(z.discriminatedUnion('type', [TextPart, RefusalPart])).min(1)])
      .nullable()
      .exactOptional(),
    refusal: z.string().nullable().exactOptional(),
    tool_calls: z.array(ToolCall).min(1).exactOptional(),
    name,
  }),
  z.strictObject({ role: z.literal('tool'), content: Texts, tool_call_id: callId }),
]);
export type Message = z.infer<typeof Message>;

/**
 * A result must follow the message with its call, and every call must have its result before anything else is said.
 *
 * @throws {Refused} in the service's own words.
 */
export function checkMessages(messages: readonly Message[]): void {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const param = `messages.[${String(index)}]`;
    if (message.role === 'tool') {
      if (!open.includes(message.tool_call_id)) throw orphanedResult(param);
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    if (open.length > 0) throw unansweredCalls(open, param);
    if (message.role !== 'assistant') continue;
    open = message.tool_calls?.map((call) => call.id) ?? [];
    if (open.length === 0 && message.content == null && message.refusal == null) throw emptyMessage(param);
  }
  if (open.length > 0) throw unansweredCalls(open, 'messages');
}

function orphanedResult(param: string): Refused {
  const message = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
  return new Refused(400, 'invalid_value', `Invalid parameter: ${message}`, `${param}.role`);
}

function unansweredCalls(ids: readonly string[], param: string): Refused {
  const message =
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
  const missing = `The following tool_call_ids did not have response messages: ${ids.join(', ')}`;
  return new Refused(400, 'invalid_value', `${message} ${missing}`, param);
}

function emptyMessage(param: string): Refused {
  return new Refused(
    400,
    'invalid_type',
    "Invalid value for 'content': expected a string, got null.",
    `${param}.content`,
  );
}
