/**
 * Connects to the bridge of the host or app that runs with a data folder, as owner.
 *
 * Path: command -> here -> run.json -> WebSocket with the run token -> host/loopback-server.ts.
 * Always: a run.json whose address nobody answers at counts as no host.
 */
import { findRunning } from '../app/profile-folder.ts';
import { createWebSocketClientChannel } from '../wire/carriers/websocket-client.ts';
import type { Channel } from '../wire/channel.ts';

/** Null where none runs. */
export async function connectToRunningHost(dataDir: string, room: string | null): Promise<Channel | null> {
  const run = findRunning(dataDir);
  if (run === null) return null;
  const address = new URL('/bridge', run.url.replace(/^http/, 'ws'));
  if (room !== null) address.searchParams.set('room', room);
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${run.token}` } });
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  return opened ? createWebSocketClientChannel(socket) : null;
}
