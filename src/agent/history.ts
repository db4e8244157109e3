/**
 * What was said before, as the framework's chat context.
 */
import { randomUUID } from 'node:crypto';
import { llm } from '@livekit/agents';
import type { HistoryItem } from '../contract/index.ts';

/** The items in order; a tool call becomes the call and its result. */
export function toChatContext(history: readonly HistoryItem[], nowMs: number): llm.ChatContext {
  const context = llm.ChatContext.empty();
  history.forEach((item, index) => {
    const createdAt = nowMs - history.length + index;
    if (item.type === 'message') {
      context.addMessage({ role: item.role, content: item.text, createdAt });
      return;
    }
    const callId = `call_${randomUUID().slice(0, 18)}`;
    context.insert(llm.FunctionCall.create({ callId, name: item.name, args: item.arguments, createdAt }));
    context.insert(
      llm.FunctionCallOutput.create({ callId, name: item.name, output: item.result, isError: item.isError, createdAt }),
    );
  });
  return context;
}

/** The context with the result of a call whose reply had been cut off; one that the framework noted as cut off is replaced. */
export function withLateResult(
  context: llm.ChatContext,
  call: { callId: string; name: string },
  result: { text: string; isError: boolean },
): llm.ChatContext {
  context.items = context.items.filter((item) => item.type !== 'function_call_output' || item.callId !== call.callId);
  context.insert(toCallOutput(call, result));
  return context;
}

/** A tool's result as the framework keeps it. */
export function toCallOutput(
  { callId, name }: { callId: string; name: string },
  { text, isError }: { text: string; isError: boolean },
): llm.FunctionCallOutput {
  return llm.FunctionCallOutput.create({ callId, name, output: text, isError });
}
