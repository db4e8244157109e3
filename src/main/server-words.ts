/**
 * All MCP servers in one line of the tray's menu. Pure.
 */
import type { ServerView } from '../contract/index.ts';

export function serverWords(servers: readonly ServerView[]): string {
  const enabled = servers.filter((server) => server.enabled);
  const ready = enabled.filter((server) => server.state === 'ready').length;
  const failed = enabled.filter((server) => server.state === 'failed').length;
  if (enabled.length === 0) return 'No servers yet';
  const words =
    ready === enabled.length ? `Servers: all ${ready} ready` : `Servers: ${ready} of ${enabled.length} ready`;
  return failed > 0 ? `${words}, ${failed} failed` : words;
}
