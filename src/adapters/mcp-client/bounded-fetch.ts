/**
 * `fetch` for remote servers: no message beyond the limit comes in, whatever a server says of its length.
 *
 * Path: remote-transport.ts -> SDK -> here -> the network. Redirects are the SDK's: only within the origin, so neither a key nor a
 * request follows one to another host.
 * Always: a plain body is bounded as a whole, a stream of events by the event.
 */
import type { FetchLike } from '@modelcontextprotocol/client';
import { messageLimitBytes } from './message-limit.ts';

/** Why a body was given up. */
class TooLongError extends Error {
  static readonly text = 'a message of the server is over the limit of Parley';

  constructor() {
    super(TooLongError.text);
  }
}

/** A stream's failure reaches us in the SDK's words only. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof TooLongError || error.cause instanceof TooLongError || error.message.includes(TooLongError.text));

export interface BoundedFetch {
  readonly fetch: FetchLike;
  /** Why the last request or body that failed did so; the SDK's stream of events does not tell. */
  lastFailure(): unknown;
}

export function boundedFetch(limitBytes = messageLimitBytes): BoundedFetch {
  let lastFailure: unknown = null;
  return {
    lastFailure: () => lastFailure,
    fetch: async (url, init) => {
      try {
        return bounded(await fetch(url, init), limitBytes, (error) => (lastFailure = error));
      } catch (error) {
        lastFailure = error;
        throw error;
      }
    },
  };
}

function bounded(response: Response, limitBytes: number, onTooLong: OnTooLong): Response {
  if (!response.body || isShort(response, limitBytes)) return response;
  const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
  const body = response.body.pipeThrough(
    new TransformStream(isStream ? perEvent(limitBytes, onTooLong) : whole(limitBytes, onTooLong)),
  );
  const copy = new Response(body, response);
  // A response made by hand has no address of its own; the SDK asks for it to explain redirects.
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}

/** Its length is told, true (nothing is packed), and within the limit. */
function isShort({ headers }: Response, limitBytes: number): boolean {
  const told = headers.get('content-length');
  return told !== null && headers.get('content-encoding') === null && Number(told) <= limitBytes;
}

interface Counting {
  transform(chunk: Uint8Array, controller: TransformStreamDefaultController<Uint8Array>): void;
}

type OnTooLong = (error: TooLongError) => void;

function refuse(controller: TransformStreamDefaultController<Uint8Array>, onTooLong: OnTooLong): void {
  const error = new TooLongError();
  onTooLong(error);
  controller.error(error);
}

function whole(limitBytes: number, onTooLong: OnTooLong): Counting {
  let sizeBytes = 0;
  return {
    transform(chunk, controller) {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) refuse(controller, onTooLong);
      else controller.enqueue(chunk);
    },
  };
}

/** Counts from one empty line to the next. */
function perEvent(limitBytes: number, onTooLong: OnTooLong): Counting {
  let sizeBytes = 0;
  return {
    transform(chunk, controller) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const end = Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'));
      sizeBytes = end === -1 ? sizeBytes + chunk.length : chunk.length - end;
      if (sizeBytes > limitBytes) refuse(controller, onTooLong);
      else controller.enqueue(chunk);
    },
  };
}
