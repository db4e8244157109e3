/**
 * The bridge over Electron IPC by way of a port, so that neither end names Electron here.
 *
 * Main builds a port per window it made (and checks the sender); preload exposes the other end's two functions.
 */
import type { Channel } from '../channel.ts';

/** The channel name used on Electron's IPC in both directions. */
export const electronChannelName = 'parley:bridge';

/** One window's end. `send` must not throw after the window is gone. */
export interface WindowPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

export function createWindowChannel(port: WindowPort): Channel {
  let closed = false;
  port.onClose(() => {
    closed = true;
  });
  return {
    send: (message) => {
      if (!closed) port.send(message);
    },
    pendingBytes: () => 0,
    onMessage: (listener) =>
      port.onMessage((message) => {
        if (!closed) listener(message);
      }),
    onClose: (listener) => (closed ? queueMicrotask(listener) : port.onClose(listener)),
    close: () => {
      closed = true;
    },
  };
}
