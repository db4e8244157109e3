/**
 * How each event's messages become what a view shows: the whole state first, then one change after the other.
 *
 * Pure. Always: a turn or call that is sent again replaces the one with its id, in its place.
 */
import type {
  Approval,
  AppStatus,
  CallView,
  EventMessage,
  EventName,
  ServerView,
  Settings,
  ShareView,
  TalkView,
  Turn,
} from '../../contract/index.ts';

/** What a view sees of each event. */
export interface LiveStates {
  'talk.changed': TalkView;
  'talk.turnChanged': readonly Turn[];
  'tools.callChanged': readonly CallView[];
  'approvals.changed': readonly Approval[];
  'mcp.serversChanged': readonly ServerView[];
  'status.changed': AppStatus;
  'settings.changed': Settings;
  'share.changed': ShareView;
}
export type LiveEvent = keyof LiveStates & EventName;

/** Most entries kept of a conversation; older ones leave the view. */
export const longestConversation = 1_000;

type Reducer<E extends LiveEvent> = (state: LiveStates[E] | null, message: EventMessage<E>) => LiveStates[E];

/** Puts `item` in the place of the one with its id, or at the end. */
export function upsert<T extends { readonly id: string }>(items: readonly T[], item: T): readonly T[] {
  const at = items.findLastIndex((known) => known.id === item.id);
  if (at >= 0) return items.with(at, item);
  return [...items, item].slice(-longestConversation);
}

function latest<S>(
  message: { readonly type: 'state'; readonly state: S } | { readonly type: 'event'; readonly payload: S },
): S {
  return message.type === 'state' ? message.state : message.payload;
}

export const liveReducers: { readonly [E in LiveEvent]: Reducer<E> } = {
  'talk.changed': (_state, message) => latest(message),
  'talk.turnChanged': (state, message) =>
    message.type === 'state' ? message.state : upsert(state ?? [], message.payload),
  'tools.callChanged': (state, message) =>
    message.type === 'state' ? message.state : upsert(state ?? [], message.payload),
  'approvals.changed': (_state, message) => latest(message),
  'mcp.serversChanged': (_state, message) => latest(message),
  'status.changed': (_state, message) => latest(message),
  'settings.changed': (_state, message) => latest(message),
  'share.changed': (_state, message) => latest(message),
};
