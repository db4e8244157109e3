/**
 * Connects to the bridge of the host or app that runs with a data folder, as owner.
 *
 * Path: command -> here -> run.json -> WebSocket with the run token -> host/loopback-server.ts.
 * Always: a run.json whose address nobody answers at counts as no host; one that takes the connection and says nothing is told.
 */
import { findRunning } from '../app/profile-folder.ts';
import { AppError } from '../contract/errors.ts';
import { createWebSocketClientChannel } from '../wire/carriers/websocket-client.ts';
import type { Channel } from '../wire/channel.ts';

/** A host opens the bridge within milliseconds, also one that works hard. */
const answerTimeoutMs = 5_000;

/** Null where none runs. @throws {AppError} host/not-running where its process is there and does not answer */
export async function connectToRunningHost(
  dataDir: string,
  room: string | null,
  timeoutMs = answerTimeoutMs,
): Promise<Channel | null> {
  const run = findRunning(dataDir);
  if (run === null) return null;
  const address = new URL('/bridge', run.url.replace(/^http/, 'ws'));
  if (room !== null) address.searchParams.set('room', room);
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${run.token}` } });
  const outcome = await new Promise<'open' | 'refused' | 'silent'>((resolve) => {
    const timer = setTimeout(() => resolve('silent'), timeoutMs);
    const settle = (how: 'open' | 'refused'): void => {
      clearTimeout(timer);
      resolve(how);
    };
    socket.addEventListener('open', () => settle('open'));
    socket.addEventListener('error', () => settle('refused'));
  });
  if (outcome === 'silent') {
    socket.close();
    throw new AppError('host/not-running', `Parley (process ${run.pid}) does not answer. End it, then start it again.`);
  }
  return outcome === 'open' ? createWebSocketClientChannel(socket) : null;
}
