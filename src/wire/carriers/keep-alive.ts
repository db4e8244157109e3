/**
 * Ends a WebSocket (`ws`) whose other end has gone without a word: who answers no ping within a round is gone.
 *
 * Path: host/share/device-bridge, adapters/mcp-client -> here. Always: keeps no process alive by itself.
 */
import type { WebSocket } from 'ws';

const pingEveryMs = 15_000;

export function keepAlive(socket: WebSocket, everyMs = pingEveryMs): void {
  let isAnswered = true;
  socket.on('pong', () => (isAnswered = true));
  const judge = (): void => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  };
  // Where the process stood still, the tick runs before what came meanwhile is read: the pong may be among it.
  const timer = setInterval(() => setImmediate(judge), everyMs);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
