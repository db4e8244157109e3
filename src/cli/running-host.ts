/**
 * Finds the host or app that runs with a data folder, and connects to its bridge as owner.
 *
 * Path: command -> here -> run.json -> WebSocket with the run token -> host/loopback-server.ts.
 * Always: a run.json left behind by a killed host counts as no host.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RunFile } from '../contract/host.ts';
import { createWebSocketClientChannel } from '../wire/carriers/websocket-client.ts';
import type { Channel } from '../wire/channel.ts';

/** Null where none runs. */
export async function connectToRunningHost(dataDir: string, room: string | null): Promise<Channel | null> {
  const run = await readRunFile(dataDir);
  if (run === null || !isAlive(run.pid)) return null;
  const address = new URL('/bridge', run.url.replace(/^http/, 'ws'));
  if (room !== null) address.searchParams.set('room', room);
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${run.token}` } });
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  return opened ? createWebSocketClientChannel(socket) : null;
}

async function readRunFile(dataDir: string): Promise<RunFile | null> {
  try {
    return RunFile.parse(JSON.parse(await readFile(path.join(dataDir, 'run.json'), 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
