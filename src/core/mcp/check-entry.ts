/**
 * What is wrong with an entry that its schema lets pass, and what its owner should know before adding it. Pure.
 *
 * Path: the owner adds or changes an entry -> here -> registry.
 */
import { AppError } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:']);
const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Why it cannot be used, in words, or null. */
export function entryFault(entry: ServerEntry): string | null {
  if (entry.url === undefined) return null;
  const { protocol } = new URL(entry.url);
  return schemes.has(protocol)
    ? null
    : `An address begins with https, http, wss or ws; "${protocol.slice(0, -1)}" is not known here.`;
}

/** @throws {AppError} mcp/bad-entry */
export function requireUsable(entry: ServerEntry): void {
  const fault = entryFault(entry);
  if (fault !== null) throw new AppError('mcp/bad-entry', fault);
}

/** Sentences on what works but is unwise. */
export function entryWarnings(entry: ServerEntry): string[] {
  if (entry.url === undefined) return [];
  const { protocol, hostname } = new URL(entry.url);
  const isOpen = protocol === 'http:' || protocol === 'ws:';
  const hasKey = Object.keys(entry.headers ?? {}).length > 0 || entry.url.includes('${secret:');
  return isOpen && hasKey && !loopback.test(hostname)
    ? [`Its keys go to ${hostname} unencrypted, for everybody on the way to read. Use https where the server has it.`]
    : [];
}
