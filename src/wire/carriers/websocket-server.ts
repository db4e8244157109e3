/**
 * The bridge's server end over an accepted WebSocket (`ws`). Who may connect was decided before, by the shell.
 *
 * Always: a message that is not JSON, or over 8 MB, ends the connection.
 */
import type { WebSocket } from 'ws';
import { parseJson } from '../../contract/parse-json.ts';
import type { Channel } from '../channel.ts';

/** Largest message a client may send; the shell sets it as the server's `maxPayload`. */
export const maxMessageBytes = 8_000_000;

export function createWebSocketServerChannel(socket: WebSocket): Channel {
  socket.on('error', () => socket.terminate());
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    pendingBytes: () => socket.bufferedAmount,
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const message = isBinary ? undefined : parseJson(data.toString());
        if (message === undefined) socket.close(1003);
        else listener(message);
      });
    },
    onClose(listener) {
      if (socket.readyState >= socket.CLOSING) queueMicrotask(listener);
      else socket.on('close', () => listener());
    },
    close: () => socket.close(),
  };
}
