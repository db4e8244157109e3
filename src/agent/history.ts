/**
 * What was said before, as the framework's chat context.
 */
import { randomUUID } from 'node:crypto';
import { llm } from '@livekit/agents';
import type { HistoryItem } from '../contract/index.ts';
import { speakerNote, toNotedName, withNote } from './speaker-notes.ts';

/** The items in order, with who said them where others than the owner spoke; a tool call becomes the call and its result. */
export function toChatContext(history: readonly HistoryItem[], nowMs: number): llm.ChatContext {
  const context = llm.ChatContext.empty();
  const isShared = history.some((item) => item.type === 'message' && item.speaker !== undefined);
  history.forEach((item, index) => {
    const createdAt = nowMs - history.length + index;
    if (item.type === 'message') {
      const content = isShared && item.role === 'user' ? withNote(noteOf(item), item.text) : item.text;
      context.addMessage({ role: item.role, content, createdAt });
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

const noteOf = ({ speaker }: { readonly speaker?: string }): string =>
  speakerNote(speaker === undefined ? null : toNotedName(speaker));

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
