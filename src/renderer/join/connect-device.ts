/**
 * The bridge and the voice of a device that came by a link.
 *
 * Path: visit.ts -> here -> `wss://ORIGIN/bridge` with the session's token, and the room that `talk.join` names.
 * Always: a lost connection is made again; one that the host ended for good is not.
 */
import { deviceEndOf, deviceProtocol } from '../../contract/index.ts';
import { createWebSocketClientChannel } from '../../wire/carriers/websocket-client.ts';
import { keepConnected } from '../bridge/open-bridge.ts';
import { ReconnectingBridge } from '../bridge/reconnecting-bridge.ts';
import { createVoice } from '../voice/create-voice.ts';
import type { DeviceEnd, JoinedDevice } from '../../contract/index.ts';
import type { ConnectedDevice } from './visit.ts';

export function connectDevice(
  page: Window,
  session: JoinedDevice,
  options: { readonly context: () => AudioContext; onEnded(end: DeviceEnd): void },
): ConnectedDevice {
  const bridge = new ReconnectingBridge({
    dial() {
      const address = `${page.location.origin.replace(/^http/, 'ws')}/bridge`;
      const socket = new WebSocket(address, [deviceProtocol, session.sessionToken]);
      socket.addEventListener('close', ({ code }) => {
        const end = deviceEndOf(code);
        if (end) options.onEnded(end);
      });
      return {
        channel: createWebSocketClientChannel(socket),
        onOpen: (listener) => socket.addEventListener('open', listener),
      };
    },
    schedule: (run, delayMs) => void page.setTimeout(run, delayMs),
    now: () => Date.now(),
  });
  keepConnected(page, bridge);
  const voice = createVoice(bridge, page, {
    context: options.context,
    speaks: session.role !== 'listen',
    ownMode: session.role !== 'owner',
  });
  return {
    bridge,
    voice,
    close() {
      voice.leave();
      bridge.close();
    },
  };
}
