/**
 * Reads the messages of a completion as what the simulated model can think about: the open turn and the offered tools.
 *
 * Pure. The same reading as in Realtime: messages become its items, and its rules say what is unanswered.
 */
import type { FunctionTool } from '../realtime/client-events.ts';
import { createId } from '../realtime/items.ts';
import type { Item } from '../realtime/items.ts';
import { findOpenTurn } from '../realtime/turn.ts';
import type { OpenTurn } from '../realtime/turn.ts';
import type { Message } from './completion-messages.ts';
import type { CompletionRequest } from './completion-request.ts';

export function findTurn(messages: readonly Message[]): OpenTurn | null {
  return findOpenTurn(messages.flatMap(toItems));
}

/** The tools that may be called, in the shape of Realtime. */
export function offeredTools({ tools, tool_choice: choice }: CompletionRequest): FunctionTool[] {
  if (choice === 'none') return [];
  return (tools ?? []).map(({ function: { name, description, parameters } }) => ({
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
  }));
}

/** All the words of a message, for counting and matching. */
export function wordsOf(message: Message): string {
  const { content } = message;
  if (content == null) return '';
  if (typeof content === 'string') return content;
  return content.map((part) => ('text' in part ? part.text : '')).join(' ');
}

function toItems(message: Message): Item[] {
  const common = { id: createId('item'), object: 'realtime.item', status: 'completed' } as const;
  const text = wordsOf(message);
  switch (message.role) {
    case 'system':
    case 'developer':
      return [{ ...common, type: 'message', role: 'system', content: [{ type: 'input_text', text }] }];
    case 'user':
      return [{ ...common, type: 'message', role: 'user', content: [{ type: 'input_text', text }] }];
    case 'tool':
      return [{ ...common, type: 'function_call_output', call_id: message.tool_call_id, output: text }];
    case 'assistant': {
      const calls = (message.tool_calls ?? []).map((call): Item => ({
        ...common,
        type: 'function_call',
        call_id: call.id,
        ...call.function,
      }));
      if (!text) return calls;
      return [{ ...common, type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }, ...calls];
    }
  }
}
