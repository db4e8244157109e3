/**
 * The items of a Realtime conversation as the service shows them, and their order.
 *
 * Always: an item's id is unique; `previousOf` names the item before it, or null for the first, as `conversation.item.added` does.
 */
import { randomBytes } from 'node:crypto';
import type { NewItem } from './client-events.ts';

type Status = 'completed' | 'incomplete' | 'in_progress';

interface Common {
  readonly id: string;
  readonly object: 'realtime.item';
  status: Status;
}
export interface UserPart {
  type: 'input_text' | 'input_audio' | 'input_image';
  text?: string;
  transcript?: string;
  audio?: string;
  image_url?: string;
}
export interface AssistantPart {
  type: 'output_text' | 'output_audio';
  text?: string;
  transcript?: string;
}
export type UserItem = Common & { readonly type: 'message'; readonly role: 'user'; content: UserPart[] };
export type SystemItem = Common & {
  readonly type: 'message';
  readonly role: 'system';
  content: { type: 'input_text'; text: string }[];
};
export type AssistantItem = Common & { readonly type: 'message'; readonly role: 'assistant'; content: AssistantPart[] };
export type CallItem = Common & { readonly type: 'function_call'; call_id: string; name: string; arguments: string };
export type CallOutputItem = Common & { readonly type: 'function_call_output'; call_id: string; output: string };
export type Item = UserItem | SystemItem | AssistantItem | CallItem | CallOutputItem;

/** A fresh id with the service's look, e.g. `item_3fA…`. */
export function createId(prefix: string): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}

/** The item a client asked to create, completed; audio that came with it is kept out of what is shown. */
export function toItem(item: NewItem): Item {
  const common = { id: item.id ?? createId('item'), object: 'realtime.item', status: 'completed' } as const;
  switch (item.type) {
    case 'function_call':
      return {
        ...common,
        type: item.type,
        call_id: item.call_id ?? createId('call'),
        name: item.name,
        arguments: item.arguments,
      };
    case 'function_call_output':
      return { ...common, type: item.type, call_id: item.call_id, output: item.output };
    case 'message':
      if (item.role === 'system') return { ...common, type: 'message', role: 'system', content: item.content };
      if (item.role === 'assistant') return { ...common, type: 'message', role: 'assistant', content: item.content };
      return { ...common, type: 'message', role: 'user', content: item.content.map((part) => ({ ...part })) };
  }
}

/** The conversation's items in order. */
export class Conversation {
  #items: Item[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }

  previousOf(id: string): string | null {
    const index = this.#items.findIndex((item) => item.id === id);
    return this.#items[index - 1]?.id ?? null;
  }

  /** Puts `item` after `previousId`, at the front for `root`, at the end for undefined. False where the previous one is unknown. */
  insert(item: Item, previousId?: string): boolean {
    if (previousId === undefined) {
      this.#items.push(item);
      return true;
    }
    const index = previousId === 'root' ? -1 : this.#items.findIndex((known) => known.id === previousId);
    if (index === -1 && previousId !== 'root') return false;
    this.#items.splice(index + 1, 0, item);
    return true;
  }

  remove(id: string): boolean {
    const before = this.#items.length;
    this.#items = this.#items.filter((item) => item.id !== id);
    return this.#items.length < before;
  }
}
