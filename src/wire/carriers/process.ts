/**
 * The bridge over a child process's message channel (Node IPC), either end.
 *
 * The owner of the process hands in the three functions; no process is touched here.
 */
import type { Channel } from '../channel.ts';

/** One end of a process's message channel. `onClose` fires when the other process or the channel is gone. */
export interface ProcessPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export function createProcessChannel(port: ProcessPort): Channel {
  let closed = false;
  port.onClose(() => {
    closed = true;
  });
  return {
    send: (message) => {
      if (!closed) port.send(message);
    },
    pendingBytes: () => 0,
    onMessage: (listener) => port.onMessage(listener),
    onClose: (listener) => (closed ? queueMicrotask(listener) : port.onClose(listener)),
    close: () => {
      closed = true;
      port.close();
    },
  };
}
