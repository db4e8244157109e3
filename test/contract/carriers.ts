/**
 * Every carrier as a pair of connected ends, for the one contract suite.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { createWindowChannel } from '../../src/wire/carriers/electron.ts';
import { createMemoryChannels } from '../../src/wire/carriers/memory.ts';
import { createProcessChannel } from '../../src/wire/carriers/process.ts';
import { createWebSocketClientChannel } from '../../src/wire/carriers/websocket-client.ts';
import { createWebSocketServerChannel, maxMessageBytes } from '../../src/wire/carriers/websocket-server.ts';
import type { Channel } from '../../src/wire/channel.ts';

export interface CarrierPair {
  readonly client: Channel;
  readonly server: Channel;
  /** Ends the connection as the outside would: the window closes, the process or the socket goes. */
  sever(): void;
  dispose(): Promise<void>;
}

export const carriers: Readonly<Record<string, () => Promise<CarrierPair>>> = {
  memory: async () => {
    const [client, server] = createMemoryChannels();
    return { client, server, sever: () => server.close(), dispose: async () => client.close() };
  },
  electron: async () => {
    const window = new FakeWindow();
    return {
      client: createWindowChannel(window.page),
      server: createWindowChannel(window.main),
      sever: () => window.close(),
      dispose: async () => window.close(),
    };
  },
  websocket: async () => {
    const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: maxMessageBytes });
    await once(listener, 'listening');
    const accepted = once(listener, 'connection');
    const socket = new WebSocket(`ws://127.0.0.1:${(listener.address() as AddressInfo).port}`);
    const [serverSocket] = (await accepted) as [WebSocket];
    return {
      client: createWebSocketClientChannel(socket),
      server: createWebSocketServerChannel(serverSocket),
      sever: () => serverSocket.terminate(),
      dispose: async () => {
        socket.terminate();
        await new Promise((resolve) => listener.close(resolve));
      },
    };
  },
  /** A real child process holds the client's far end and echoes both ways, so messages cross two real IPC channels. */
  process: async () => {
    const child = fork(new URL('../fixtures/relay-process.ts', import.meta.url), { serialization: 'advanced' });
    await once(child, 'spawn');
    const port = (side: 'client' | 'server') => ({
      send: (message: unknown) =>
        void (child.connected && child.send({ to: side === 'client' ? 'server' : 'client', message })),
      onMessage: (listener: (message: unknown) => void) =>
        void child.on('message', (raw: { to: string; message: unknown }) => raw.to === side && listener(raw.message)),
      onClose: (listener: () => void) => void child.once('exit', listener),
      close: () => void child.kill('SIGKILL'),
    });
    return {
      client: createProcessChannel(port('client')),
      server: createProcessChannel(port('server')),
      sever: () => void child.kill('SIGKILL'),
      dispose: async () => {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
      },
    };
  },
};

/** Both ends of one window's IPC, with structured clones as Electron makes them. */
class FakeWindow {
  readonly #closes: (() => void)[] = [];
  readonly #toMain: ((message: unknown) => void)[] = [];
  readonly #toPage: ((message: unknown) => void)[] = [];
  readonly main = this.#port(this.#toPage, this.#toMain);
  readonly page = this.#port(this.#toMain, this.#toPage);

  close(): void {
    for (const listener of this.#closes.splice(0)) listener();
  }

  #port(out: ((message: unknown) => void)[], into: ((message: unknown) => void)[]) {
    return {
      send: (message: unknown): void => {
        const copy: unknown = structuredClone(message);
        queueMicrotask(() => out.forEach((listener) => listener(copy)));
      },
      onMessage: (listener: (message: unknown) => void): void => void into.push(listener),
      onClose: (listener: () => void): void => void this.#closes.push(listener),
    };
  }
}
