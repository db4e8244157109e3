/**
 * The bridge of Electron's windows: one connection for each page that a window loads.
 *
 * Path: preload -> Electron IPC -> here -> App.serve.
 * Always: a message counts only from the main frame of a window made here that shows our own page; a page that is loaded
 * anew is a new connection, and the old one's requests and subscriptions end. Source: FAULTS S3, Electron checklist 17.
 */
import { randomUUID } from 'node:crypto';
import { defaultRoom } from '../contract/index.ts';
import type { Caller } from '../contract/index.ts';
import { createWindowChannel, electronChannelName } from '../wire/carriers/electron.ts';
import type { WindowPort } from '../wire/carriers/electron.ts';
import type { Channel } from '../wire/channel.ts';
import type { ElectronSlice, SliceContents, SliceIpcEvent } from './electron-slice.ts';
import { isPageUrl } from './page-protocol.ts';

/** One loaded page. */
interface Connection {
  receive(message: unknown): void;
  end(): void;
}

export interface WindowBridge {
  /** From now on this window's page is served. */
  admit(contents: SliceContents): void;
}

export function createWindowBridge(
  ipcMain: ElectronSlice['ipcMain'],
  serve: (channel: Channel, caller: Caller) => void,
): WindowBridge {
  const connections = new Map<number, Connection | null>();
  const contentsById = new Map<number, SliceContents>();

  ipcMain.on(electronChannelName, (event, message) => {
    const contents = contentsById.get(event.sender.id);
    if (!contents || !isOurMainFrame(event)) return;
    const connection = connections.get(contents.id) ?? open(contents, serve);
    connections.set(contents.id, connection);
    connection.receive(message);
  });

  return {
    admit(contents) {
      contentsById.set(contents.id, contents);
      const endConnection = (): void => {
        connections.get(contents.id)?.end();
        connections.delete(contents.id);
      };
      contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) endConnection();
      });
      contents.on('render-process-gone', endConnection);
      contents.on('destroyed', () => {
        endConnection();
        contentsById.delete(contents.id);
      });
    },
  };
}

function isOurMainFrame({ senderFrame }: SliceIpcEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url);
}

function open(contents: SliceContents, serve: (channel: Channel, caller: Caller) => void): Connection {
  const messages: ((message: unknown) => void)[] = [];
  const closes: (() => void)[] = [];
  let ended = false;
  const port: WindowPort = {
    send: (message) => {
      if (!ended && !contents.isDestroyed()) contents.send(electronChannelName, message);
    },
    onMessage: (listener) => void messages.push(listener),
    onClose: (listener) => void closes.push(listener),
  };
  serve(createWindowChannel(port), { connectionId: randomUUID(), role: 'owner', room: defaultRoom, identity: null });
  return {
    receive: (message) => messages.forEach((listener) => listener(message)),
    end: () => {
      ended = true;
      closes.splice(0).forEach((listener) => listener());
    },
  };
}
