/**
 * What a Realtime session was asked for and has not finished: responses, and items to be taken away.
 *
 * Path: framework-internals.ts hands over every client event, realtime-brain.ts every server event -> here.
 * Why: what is asked before the last word of a reply that was stopped gets its place in the conversation before that reply's
 * words, or behind an item that is no longer there; and the reply's end is taken for its own.
 */
import type { ClientEvent, ServerEvent } from '../framework-internals.ts';

export class OpenRequests {
  /** By the id of the event that asked. */
  readonly #responses = new Set<string>();
  /** Event by item. */
  readonly #deletions = new Map<string, string>();

  get any(): boolean {
    return this.#responses.size + this.#deletions.size > 0;
  }

  sent({ type, event_id, item_id }: ClientEvent): void {
    if (event_id === undefined) return;
    if (type === 'response.create') this.#responses.add(event_id);
    if (type === 'conversation.item.delete' && item_id) this.#deletions.set(item_id, event_id);
  }

  received({ type, item_id, response, error }: ServerEvent): void {
    if (type === 'response.done') this.#responseEnded(response?.metadata?.client_event_id);
    else if (type === 'conversation.item.deleted') this.#deletions.delete(item_id ?? '');
    else if (type === 'error') this.#refused(error?.event_id ?? '');
  }

  /** Nothing of it will end: the connection is a new one, or the service does not tell. */
  forget(): void {
    this.#responses.clear();
    this.#deletions.clear();
  }

  /** A service that does not say which has one at a time. */
  #responseEnded(eventId: string | undefined): void {
    if (eventId === undefined) this.#responses.clear();
    else this.#responses.delete(eventId);
  }

  #refused(eventId: string): void {
    this.#responses.delete(eventId);
    for (const [itemId, asked] of this.#deletions) if (asked === eventId) this.#deletions.delete(itemId);
  }
}
