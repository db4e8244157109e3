/**
 * The bridge's client end over a WebSocket, in a browser or in Node (both have the global WebSocket).
 *
 * Always: what is sent before the socket opens is kept and sent in order.
 */
import type { Channel } from '../channel.ts';

/** The part of a WebSocket that is used; the global one fits. */
export interface SocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The protocol of the bridge on this computer; a joined device's is `deviceProtocol`. A browser can send a key with a socket
 * only as the name of another one.
 */
export const bridgeProtocol = 'parley';
export const keyProtocolPrefix = 'parley.key.';

/** What a page offers: the protocol, and its key. */
export const bridgeProtocols = (key: string): string[] => [bridgeProtocol, keyProtocolPrefix + key];

const open = 1;
const closedOrClosing = 2;

export function createWebSocketClientChannel(socket: SocketLike): Channel {
  const waiting: string[] = [];
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  return {
    send(message) {
      const text = JSON.stringify(message);
      if (socket.readyState === open) socket.send(text);
      else if (socket.readyState < open) waiting.push(text);
    },
    pendingBytes: () => socket.bufferedAmount,
    onMessage(listener) {
      socket.addEventListener('message', (event) => {
        if (typeof event.data === 'string') listener(JSON.parse(event.data));
      });
    },
    onClose(listener) {
      if (socket.readyState >= closedOrClosing) queueMicrotask(listener);
      else socket.addEventListener('close', listener);
    },
    close: () => socket.close(),
  };
}
