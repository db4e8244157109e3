/**
 * A channel over any port that sends, tells and ends: what the carriers of processes and of windows have in common.
 *
 * Always: nothing is sent after the end; `onClose` fires once, also when the port had already ended.
 */
import type { Channel } from '../channel.ts';

/** One end of a connection that its owner hands in. `onClose` fires when the other side is gone. */
export interface ChannelPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** The channel, and whether it has ended. */
export function createPortChannel(port: ChannelPort): { channel: Channel; isClosed: () => boolean } {
  let closed = false;
  port.onClose(() => {
    closed = true;
  });
  const channel: Channel = {
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
  return { channel, isClosed: () => closed };
}
