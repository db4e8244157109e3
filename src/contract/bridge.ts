/**
 * The whole bridge: every method and event, joined from the area files; types are inferred, nothing is written twice.
 *
 * Two verbs only: `invoke` and `subscribe`. Live audio never crosses it.
 */
import type { z } from 'zod';
import { agentEvents, agentMethods } from './agent.ts';
import { approvalEvents, approvalMethods } from './approvals.ts';
import { desktopMethods } from './desktop.ts';
import { historyEvents, historyMethods } from './history.ts';
import { importMethods } from './import.ts';
import { livekitMethods } from './livekit.ts';
import { logMethods } from './log.ts';
import { mcpEvents, mcpMethods } from './mcp.ts';
import { providerMethods } from './provider.ts';
import { roomMethods } from './rooms.ts';
import { settingsEvents, settingsMethods } from './settings.ts';
import { shareEvents, shareMethods } from './share.ts';
import { statusEvents, statusMethods } from './status.ts';
import { talkEvents, talkMethods } from './talk.ts';
import { toolEvents, toolMethods } from './tools.ts';
import type { Role, RoomName } from './ids.ts';

/** Every method of the bridge by its name. */
export const methods = {
  ...agentMethods,
  ...approvalMethods,
  ...desktopMethods,
  ...historyMethods,
  ...importMethods,
  ...livekitMethods,
  ...logMethods,
  ...mcpMethods,
  ...providerMethods,
  ...roomMethods,
  ...settingsMethods,
  ...shareMethods,
  ...statusMethods,
  ...talkMethods,
  ...toolMethods,
} as const;

/** Every event of the bridge by its name. */
export const events = {
  ...agentEvents,
  ...approvalEvents,
  ...historyEvents,
  ...mcpEvents,
  ...settingsEvents,
  ...shareEvents,
  ...statusEvents,
  ...talkEvents,
  ...toolEvents,
} as const;

/** The name of a method. */
export type Method = keyof typeof methods;
/** What a caller hands in, before it was parsed. */
export type MethodInput<M extends Method> = z.input<(typeof methods)[M]['input']>;
/** What a handler is given: parsed, defaults filled in. */
export type ParsedInput<M extends Method> = z.output<(typeof methods)[M]['input']>;
/** What a method resolves with. */
export type MethodOutput<M extends Method> = z.output<(typeof methods)[M]['output']>;

/** The name of an event. */
export type EventName = keyof typeof events;
/** What a subscriber of the event gets first. */
export type EventState<E extends EventName> = z.output<(typeof events)[E]['state']>;
/** What a subscriber of the event gets at each change. */
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]['payload']>;

/** Who is at the other end of a connection. Made by the shell that accepted it, never by the other end. */
export interface Caller {
  /** Unique per connection. */
  readonly connectionId: string;
  readonly role: Role;
  /** The room whose events this connection sees. */
  readonly room: RoomName;
  /** LiveKit identity this connection acts as, where it has one. */
  readonly identity: string | null;
  /** Set where it came by a link: then it may only do what a device does, whatever its role. */
  readonly device?: LinkedDevice;
}

/** A device that came by a link: how it is called, and the `https://…` origin by which it reaches the host. */
export interface LinkedDevice {
  readonly name: string;
  readonly origin: string;
}

/** What a subscriber is told: the whole state (first, and again after a gap), or one change after it. */
export type EventMessage<E extends EventName> =
  | { readonly type: 'state'; readonly seq: number; readonly state: EventState<E> }
  | { readonly type: 'event'; readonly seq: number; readonly payload: EventPayload<E> };

/** The client's half of the bridge; the same on every carrier. */
export interface Bridge {
  /** @throws {AppError} with the server's code; `bridge/closed` when the carrier ends; `bridge/cancelled` after `signal`. */
  invoke<M extends Method>(
    method: M,
    input: MethodInput<M>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<MethodOutput<M>>;
  /** Returns the function that ends the subscription. */
  subscribe<E extends EventName>(event: E, listener: (message: EventMessage<E>) => void): () => void;
}
