/**
 * The one object a page sees of Electron: messages out, messages in.
 *
 * Path: renderer/bridge -> here -> Electron IPC -> main/window-bridge.ts.
 * Always: no Electron object and no event passes; the channel's name is fixed. Source: STYLE §11.6, Electron checklist 20.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { electronChannelName } from '../wire/carriers/electron.ts';

contextBridge.exposeInMainWorld('parley', {
  send: (message: unknown): void => ipcRenderer.send(electronChannelName, message),
  onMessage: (listener: (message: unknown) => void): void => {
    ipcRenderer.on(electronChannelName, (_event, message: unknown) => listener(message));
  },
});
