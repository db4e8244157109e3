/**
 * The server's end of the bridge for one connection, the same on every carrier.
 *
 * Path: channel -> here -> BridgeTarget (core/bridge, joined in app) -> back.
 * Always: a slow subscriber gets a fresh state instead of a backlog; the connection's end aborts its requests, with `bridge/closed`
 * as the reason, so that it can be told from a caller who cancels.
 */
import { ClientMessage } from '../contract/envelope.ts';
import { AppError } from '../contract/errors.ts';
import type { Caller, EventMessage, EventName, WireError } from '../contract/index.ts';
import type { Channel } from './channel.ts';

/** What a connection is served by. */
export interface BridgeTarget {
  dispatch(caller: Caller, method: string, input: unknown, signal: AbortSignal): Promise<unknown>;
  describe(method: string, error: unknown): WireError;
  allows(event: string, caller: Caller): event is EventName;
  state(event: EventName, caller: Caller): EventMessage<EventName>;
  listen(event: EventName, caller: Caller, listener: (message: EventMessage<EventName>) => void): () => void;
}

/** Above this many bytes waiting in the carrier a subscriber counts as slow. */
const slowAtBytes = 1_000_000;

/** Serves one connection until its channel closes. */
export function serveBridge(channel: Channel, caller: Caller, target: BridgeTarget): void {
  const running = new Map<number, AbortController>();
  const subscriptions = new Map<string, () => void>();

  const request = async (id: number, method: string, input: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const output = await target.dispatch(caller, method, input, abort.signal);
      channel.send({ id, ok: true, output: output ?? null });
    } catch (error) {
      channel.send({ id, ok: false, error: target.describe(method, error) });
    } finally {
      running.delete(id);
    }
  };

  const subscribe = (event: string): void => {
    if (!target.allows(event, caller)) {
      const message = `The event "${event}" does not exist or is not for the role ${caller.role}.`;
      channel.send({ refused: event, error: { code: 'bridge/not-allowed', message } });
      return;
    }
    if (!subscriptions.has(event)) subscriptions.set(event, follow(channel, caller, target, event));
    sendState(channel, target.state(event, caller), event);
  };

  channel.onMessage((raw) => {
    const parsed = ClientMessage.safeParse(raw);
    if (!parsed.success) return refuse(channel, raw);
    const message = parsed.data;
    if ('method' in message) void request(message.id, message.method, message.input);
    else if ('cancel' in message) running.get(message.cancel)?.abort();
    else if ('subscribe' in message) subscribe(message.subscribe);
    else {
      subscriptions.get(message.unsubscribe)?.();
      subscriptions.delete(message.unsubscribe);
    }
  });
  channel.onClose(() => {
    for (const abort of running.values())
      abort.abort(new AppError('bridge/closed', 'The connection of the caller ended.'));
    for (const end of subscriptions.values()) end();
    subscriptions.clear();
  });
}

/** Sends each event on; once the carrier is full, skips events and sends the state with the first that fits again. */
function follow(channel: Channel, caller: Caller, target: BridgeTarget, event: EventName): () => void {
  let behind = false;
  return target.listen(event, caller, (message) => {
    if (channel.pendingBytes() > slowAtBytes) {
      behind = true;
    } else if (behind || message.type === 'state') {
      behind = false;
      sendState(channel, target.state(event, caller), event);
    } else {
      channel.send({ event, seq: message.seq, payload: message.payload ?? null });
    }
  });
}

/** Answers what is no message of the envelope, where it has an id to answer to. */
function refuse(channel: Channel, raw: unknown): void {
  const id: unknown = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  if (typeof id !== 'number') return;
  channel.send({
    id,
    ok: false,
    error: { code: 'bridge/bad-input', message: 'The message does not fit the envelope.' },
  });
}

function sendState(channel: Channel, message: EventMessage<EventName>, event: EventName): void {
  if (message.type === 'state') channel.send({ event, seq: message.seq, state: message.state ?? null });
}
