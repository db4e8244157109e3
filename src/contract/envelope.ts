/**
 * The one envelope that every carrier carries.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';

/** From the client: a request with an id of its own choice, its cancel, the begin and end of a subscription. */
export const ClientMessage = z.union([
  z.object({ id: z.number().int(), method: z.string().max(64), input: z.unknown().optional() }),
  z.object({ cancel: z.number().int() }),
  z.object({ subscribe: z.string().max(64) }),
  z.object({ unsubscribe: z.string().max(64) }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** From the server: the reply to a request, a state or a change of an event, or that a subscription is refused. */
export const ServerMessage = z.union([
  z.object({ id: z.number().int(), ok: z.literal(true), output: z.unknown().optional() }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: WireError }),
  z.object({ event: z.string(), seq: z.number().int(), state: z.unknown() }),
  z.object({ event: z.string(), seq: z.number().int(), payload: z.unknown().optional() }),
  z.object({ refused: z.string(), error: WireError }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
