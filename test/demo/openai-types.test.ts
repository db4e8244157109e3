/**
 * Holds the simulated protocol against the pinned `openai` package, at compile time: an event the package would not allow cannot be
 * accepted, and one it does not know cannot be sent.
 */
import type { RealtimeClientEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { expectTypeOf, test } from 'vitest';
import type { ClientEvent } from '../../src/demo/realtime/client-events.ts';
import type { ServerEvent } from '../../src/demo/realtime/server-events.ts';

test('every accepted client event is one of the openai package', () => {
  expectTypeOf<ClientEvent>().toExtend<RealtimeClientEvent>();
});

test('every sent event is one of the openai package', () => {
  expectTypeOf<ServerEvent>().toExtend<RealtimeServerEvent>();
});
