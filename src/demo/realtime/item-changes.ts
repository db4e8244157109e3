/**
 * The client's changes to the conversation: create, retrieve, delete, truncate; each done or refused with the service's own code.
 */
import { fromBase64, toDurationMs } from '../speaking/pcm.ts';
import type { ClientEvent } from './client-events.ts';
import { toItem } from './items.ts';
import type { Conversation, Item, UserItem } from './items.ts';
import { refuse } from './session-ports.ts';
import type { SessionPorts } from './session-ports.ts';

export interface ItemPorts extends SessionPorts {
  readonly conversation: Conversation;
  readonly announce: (item: Item) => void;
  /** Sound that came inside a user item. */
  readonly onSound: (item: UserItem, pcm: Int16Array) => void;
  readonly onDeleted: (itemId: string) => void;
  /** Length of an assistant item's sound; undefined where it has none or is still being spoken. */
  readonly spokenSamples: (itemId: string) => number | undefined;
}

type Create = Extract<ClientEvent, { type: 'conversation.item.create' }>;
type Change = Extract<ClientEvent, { item_id: string }>;
type Truncate = Extract<ClientEvent, { type: 'conversation.item.truncate' }>;

export function createItem(ports: ItemPorts, event: Create): void {
  const { conversation } = ports;
  const item = toItem(event.item);
  const eventId = event.event_id;
  if (conversation.find(item.id)) {
    const message = `Error adding item: an item with id '${item.id}' already exists.`;
    return refuse(ports, { code: 'invalid_value', message, param: 'item.id', eventId });
  }
  if (item.type === 'function_call_output' && !hasCall(conversation, item.call_id)) {
    const message = `Tool call ID '${item.call_id}' not found in conversation.`;
    return refuse(ports, { code: 'invalid_tool_call_id', message, param: 'item.call_id', eventId });
  }
  if (!conversation.insert(item, event.previous_item_id)) {
    const message = `Error adding item: the previous item with id '${event.previous_item_id ?? ''}' does not exist.`;
    return refuse(ports, { code: 'item_create_invalid_previous_item_id', message, param: 'previous_item_id', eventId });
  }
  const pcm = takeSound(item);
  ports.announce(item);
  if (pcm && item.type === 'message' && item.role === 'user') ports.onSound(item, pcm);
}

export function changeItem(ports: ItemPorts, event: Change): void {
  const item = ports.conversation.find(event.item_id);
  if (!item) {
    const verb = event.type.split('.').at(-1) ?? '';
    const message = `Error on item ${verb}: the item with id '${event.item_id}' does not exist.`;
    return refuse(ports, { code: `item_${verb}_invalid_item_id`, message, param: 'item_id', eventId: event.event_id });
  }
  switch (event.type) {
    case 'conversation.item.retrieve':
      return ports.send({ type: 'conversation.item.retrieved', item: structuredClone(item) });
    case 'conversation.item.delete':
      ports.conversation.remove(item.id);
      ports.onDeleted(item.id);
      return ports.send({ type: 'conversation.item.deleted', item_id: item.id });
    case 'conversation.item.truncate':
      return truncate(ports, item, event);
  }
}

/** The service forgets the words with the sound, so that it never believes more was heard than was. */
function truncate(ports: ItemPorts, item: Item, { item_id, content_index, audio_end_ms, event_id }: Truncate): void {
  if (item.type !== 'message' || item.role !== 'assistant') {
    const message = 'Only model output audio messages can be truncated.';
    return refuse(ports, { code: 'invalid_value', message, param: 'item_id', eventId: event_id });
  }
  const spoken = ports.spokenSamples(item.id);
  const lengthMs = spoken === undefined ? Infinity : Math.ceil(toDurationMs(spoken));
  if (audio_end_ms > lengthMs) {
    const message = `Audio content of ${String(lengthMs)}ms is already shorter than ${String(audio_end_ms)}ms`;
    return refuse(ports, { code: 'invalid_value', message, param: 'audio_end_ms', eventId: event_id });
  }
  for (const part of item.content) delete part.transcript;
  ports.send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms });
}

function hasCall(conversation: Conversation, callId: string): boolean {
  return conversation.items.some((item) => item.type === 'function_call' && item.call_id === callId);
}

/** Sound in a user item is listened to and not shown back. */
function takeSound(item: Item): Int16Array | null {
  if (item.type !== 'message' || item.role !== 'user') return null;
  const part = item.content.find((candidate) => candidate.type === 'input_audio' && candidate.audio);
  if (!part?.audio) return null;
  const pcm = fromBase64(part.audio);
  delete part.audio;
  return pcm;
}
