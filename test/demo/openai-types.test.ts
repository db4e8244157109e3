/**
 * Holds the simulated protocol against the pinned `openai` package, at compile time: an event the package would not allow cannot be
 * accepted, and one it does not know cannot be sent.
 */
import type {
  ConversationItem,
  RealtimeClientEvent,
  RealtimeResponseCreateParams,
  RealtimeServerEvent,
  RealtimeSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { expectTypeOf, test } from 'vitest';
import type { ClientEvent, NewItem, ResponseRequest, SessionPatch } from '../../src/demo/realtime/client-events.ts';
import type { ServerEvent } from '../../src/demo/realtime/server-events.ts';

test('every accepted client event is one of the openai package', () => {
  expectTypeOf<ClientEvent>().toExtend<RealtimeClientEvent>();
});

type OfType<Event, T> = Event extends { type: T } ? Event : never;
type AllKeys<T> = T extends unknown ? keyof T : never;
/** For each event type, the fields accepted here that the package does not know. */
type UnknownFields = {
  [T in ClientEvent['type']]: Exclude<AllKeys<OfType<ClientEvent, T>>, AllKeys<OfType<RealtimeClientEvent, T>>>;
}[ClientEvent['type']];

test('no field of a client event, session, response or item is accepted that the openai package does not know', () => {
  expectTypeOf<UnknownFields>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<SessionPatch>, AllKeys<RealtimeSessionCreateRequest>>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<ResponseRequest>, AllKeys<RealtimeResponseCreateParams>>>().toEqualTypeOf<never>();
  expectTypeOf<Exclude<AllKeys<NewItem>, AllKeys<ConversationItem>>>().toEqualTypeOf<never>();
});

test('every sent event is one of the openai package', () => {
  expectTypeOf<ServerEvent>().toExtend<RealtimeServerEvent>();
});
