/**
 * Why a remote server cannot be reached, in words that say what to do.
 *
 * Path: translate-error.ts -> here.
 * Always: hosts and ports are named, never headers, queries or a server's own page.
 */
import { UpgradeError } from './websocket-transport.ts';

/** A failure of the network below HTTP. `sent`: the request may have reached the server. */
export interface NetworkFailure {
  readonly words: string;
  readonly sent: boolean;
}

const causesSeen = 8;

/** Null where the error is none of the network's. */
export function networkFailure(error: unknown, address: string | null): NetworkFailure | null {
  const chain = causes(error);
  for (const { code } of chain) {
    const words = code === undefined ? undefined : wordsOf(code, address);
    if (words !== undefined) return { words, sent: false };
    if (code !== undefined && brokenCodes.has(code)) return { words: 'The connection was broken.', sent: true };
  }
  const isFetch = chain.some(({ message }) => message === 'fetch failed' || message === 'terminated');
  return isFetch ? { words: `The connection to ${place(address)} failed.`, sent: true } : null;
}

/** The HTTP status that refused a WebSocket, or null. */
export function upgradeStatus(error: unknown): number | null {
  for (let next = error; next instanceof Error; next = next.cause) if (next instanceof UpgradeError) return next.status;
  return null;
}

/** What a status of HTTP means for the owner. */
export function statusWords(status: number): string {
  if (status >= 300 && status < 400)
    return 'The server sends elsewhere, which is not followed. If you trust the other address, set it in the entry.';
  if (status === 404 || status === 405) return `There is no MCP server at this address (HTTP ${status}). Check it.`;
  if (status === 429) return 'The server says that it is asked too often (HTTP 429). Wait a while.';
  if (status >= 500) return `The server has a problem of its own (HTTP ${status}). Try again later.`;
  return `The server answered with HTTP ${status}. Check its address.`;
}

function causes(error: unknown): { code: string | undefined; message: string }[] {
  const found: { code: string | undefined; message: string }[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && found.length < causesSeen) {
    const { code, message, cause, errors, data } = next as Record<string, unknown>;
    found.push({ code: typeof code === 'string' ? code : undefined, message: String(message) });
    const inner = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)['cause'] : undefined;
    next = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : inner);
  }
  return found;
}

/** The connection was there and broke. */
const brokenCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT']);

function wordsOf(code: string, address: string | null): string | undefined {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of ${place(address)} is not found. Check the address and the network.`;
    case 'ECONNREFUSED':
      return `Nobody answers at ${place(address)}. Check that the server runs, and its address.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${place(address)} cannot be reached. Check the network.`;
    default:
      return /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)
        ? `The certificate of ${place(address)} is not trusted (${code}).`
        : undefined;
  }
}

function place(address: string | null): string {
  return address === null ? 'the server' : (URL.parse(address)?.host ?? 'the server');
}
