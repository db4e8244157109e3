/**
 * The bridge over Electron IPC by way of a port, so that neither end names Electron here.
 *
 * Main builds a port per window it made (and checks the sender); preload exposes the other end's two functions.
 */
import type { Channel } from '../channel.ts';
import { createPortChannel } from './port-channel.ts';
import type { ChannelPort } from './port-channel.ts';

/** The channel name used on Electron's IPC in both directions. */
export const electronChannelName = 'parley:bridge';

/** One window's end; it closes with its window. `send` must not throw after the window is gone. */
export type WindowPort = Omit<ChannelPort, 'close'>;

/** As any port's, and deaf to what a closed window still says. */
export function createWindowChannel(port: WindowPort): Channel {
  const { channel, isClosed } = createPortChannel({
    send: (message) => port.send(message),
    onMessage: (listener) => port.onMessage(listener),
    onClose: (listener) => port.onClose(listener),
    close: () => undefined,
  });
  return {
    ...channel,
    onMessage: (listener) =>
      channel.onMessage((message) => {
        if (!isClosed()) listener(message);
      }),
  };
}
