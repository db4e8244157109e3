/**
 * Chooses the carrier: Electron's preload where it is there, else a WebSocket to the origin that served the page.
 *
 * Always: in a browser the key that the host's address brought opens the socket (page-key.ts); a window of the desktop needs none.
 */
import { createWindowChannel } from '../../wire/carriers/electron.ts';
import { bridgeProtocols, createWebSocketClientChannel } from '../../wire/carriers/websocket-client.ts';
import { takePageKey } from './page-key.ts';
import { ReconnectingBridge } from './reconnecting-bridge.ts';
import type { DialedChannel, PageBridge } from './reconnecting-bridge.ts';

/** What the preload exposes as `window.parley`. */
export interface ExposedBridge {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

declare global {
  interface Window {
    readonly parley?: ExposedBridge;
  }
}

export function openBridge(page: Window): PageBridge {
  const exposed = page.parley;
  const key = exposed ? null : takePageKey(page);
  const bridge = new ReconnectingBridge({
    dial: exposed ? () => dialWindow(exposed) : () => dialSocket(page, key),
    schedule: (run, delayMs) => void page.setTimeout(run, delayMs),
    now: () => Date.now(),
  });
  keepConnected(page, bridge);
  return bridge;
}

/** A page that wakes up, or whose machine is back on the network, does not wait for the next attempt. */
export function keepConnected(page: Window, bridge: PageBridge): void {
  page.addEventListener('online', () => bridge.reconnectNow());
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.visibilityState === 'visible') bridge.reconnectNow();
  });
}

function dialWindow(exposed: ExposedBridge): DialedChannel {
  const channel = createWindowChannel({
    send: (message) => exposed.send(message),
    onMessage: (listener) => exposed.onMessage(listener),
    onClose: () => undefined,
  });
  return { channel, onOpen: (listener) => queueMicrotask(listener) };
}

function dialSocket(page: Window, key: string | null): DialedChannel {
  const address = `${page.location.origin.replace(/^http/, 'ws')}/bridge`;
  const socket = new WebSocket(address, key === null ? [] : bridgeProtocols(key));
  return {
    channel: createWebSocketClientChannel(socket),
    onOpen: (listener) => socket.addEventListener('open', listener),
  };
}
