/**
 * Lines to remote servers: Streamable HTTP, the older HTTP+SSE, WebSocket.
 *
 * Path: connector.ts -> here -> remote-transport.ts | websocket-transport.ts.
 * Always: what is wrong with an entry is said without its values, which may be keys.
 */
import { SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { AppError } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { Line } from './line.ts';
import { RemoteTransport } from './remote-transport.ts';
import { WebSocketTransport } from './websocket-transport.ts';

export type RemoteKind = 'http' | 'sse' | 'ws';

/** For a remote server to answer that a session ends. */
const goodbyeMs = 1_000;

const protocols: Readonly<Record<RemoteKind, readonly string[]>> = {
  http: ['https:', 'http:'],
  sse: ['https:', 'http:'],
  ws: ['wss:', 'ws:', 'https:', 'http:'],
};

/** How the entry is to be spoken to; an address of a WebSocket says so itself. */
export function remoteKind({ type, url }: ServerEntry): RemoteKind {
  if (type === 'sse') return 'sse';
  if (type === 'ws' || type === 'websocket') return 'ws';
  return type === undefined && /^wss?:/i.test(url ?? '') ? 'ws' : 'http';
}

/** @throws {AppError} mcp/bad-entry | mcp/unsupported-transport */
export function openRemote(kind: RemoteKind, entry: ServerEntry): Line {
  const url = URL.parse(entry.url ?? '');
  if (!url)
    throw new AppError('mcp/bad-entry', 'The address is not one. Check it, and the secrets that are filled in.');
  if (!protocols[kind].includes(url.protocol)) {
    throw new AppError(
      'mcp/unsupported-transport',
      `"${url.protocol}" is not an address Parley can connect to; use ${kind === 'ws' ? 'wss' : 'https'}.`,
    );
  }
  if (url.username !== '' || url.password !== '')
    throw new AppError(
      'mcp/bad-entry',
      'The address holds a user or a key. Put it into a header of the entry instead.',
    );
  const headers = checkedHeaders(entry.headers ?? {});
  const address = `${url.origin}${url.pathname}`;
  if (kind === 'ws') return webSocketLine(url, headers, address);
  const fetching = boundedFetch();
  const options = { requestInit: { headers }, fetch: fetching.fetch };
  if (kind === 'sse') {
    const transport = new RemoteTransport(new SSEClientTransport(url, options), fetching.lastFailure);
    return { ...plain(address), transport, legacyOnly: true };
  }
  const http = new StreamableHTTPClientTransport(url, options);
  return {
    ...plain(address),
    transport: new RemoteTransport(http),
    hasSession: () => http.sessionId !== undefined,
    leave: () => leaveSession(http),
  };
}

const plain = (address: string): Omit<Line, 'transport'> => ({
  address,
  legacyOnly: false,
  pid: () => null,
  exitCause: () => null,
  hasSession: () => false,
  leave: () => Promise.resolve(),
});

function webSocketLine(url: URL, headers: Record<string, string>, address: string): Line {
  const socketUrl = new URL(url);
  if (url.protocol === 'https:' || url.protocol === 'http:') socketUrl.protocol = url.protocol.replace('http', 'ws');
  return { ...plain(address), transport: new WebSocketTransport({ url: socketUrl, headers }) };
}

/** The runtime's own refusal of a header repeats its value. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new AppError(
        'mcp/bad-entry',
        `The header "${name.slice(0, 80)}" cannot be sent: its name or its value holds a character that headers may not have.`,
      );
    }
  }
  return { ...headers };
}

/** A session of the older era is ended at the server, as far as it answers soon. */
async function leaveSession(transport: StreamableHTTPClientTransport): Promise<void> {
  if (transport.sessionId === undefined) return;
  const told = transport.terminateSession().catch(() => {});
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref())]);
}
