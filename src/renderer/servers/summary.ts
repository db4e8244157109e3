/**
 * All servers in one word, and one server in its word and color. Pure.
 * Source: REQUIREMENTS M20.
 */
import type { ServerState, ServerView } from '../../contract/index.ts';
import type { Tone } from '../talk/call-outcome.ts';

export interface Summary {
  readonly word: 'connected' | 'disconnected' | 'ready' | 'error';
  readonly tone: Tone;
  readonly connected: number;
  readonly enabled: number;
}

/** `ready`: nothing is configured; `error`: at least one failed; `connected`: all that are enabled are. */
export function summarize(servers: readonly ServerView[]): Summary {
  const enabled = servers.filter((server) => server.enabled);
  const connected = enabled.filter((server) => server.state === 'ready').length;
  const counts = { connected, enabled: enabled.length };
  if (enabled.length === 0) return { word: 'ready', tone: 'good', ...counts };
  if (enabled.some((server) => server.state === 'failed')) return { word: 'error', tone: 'bad', ...counts };
  if (connected === enabled.length) return { word: 'connected', tone: 'good', ...counts };
  return { word: 'disconnected', tone: 'warn', ...counts };
}

const tones: { readonly [S in ServerState]: Tone } = {
  unapproved: 'warn',
  stopped: 'neutral',
  starting: 'busy',
  ready: 'good',
  failed: 'bad',
  stopping: 'busy',
};

export function toneOfServer(state: ServerState): Tone {
  return tones[state];
}
