/**
 * The built preload without Electron: what it exposes to the page, on an IPC of the test's own.
 *
 * Always: loaded as Electron's sandbox loads it, one file with `electron` and nothing else to require.
 */
import { readFile } from 'node:fs/promises';

/** The one object that a page sees of Electron. */
export interface Exposed {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export interface PreloadIpc {
  send(channel: string, message: unknown): void;
  on(channel: string, listener: (event: unknown, ...given: unknown[]) => void): void;
}

/** Everything that it exposes, by name. */
export async function runPreload(file: string, ipcRenderer: PreloadIpc): Promise<Record<string, Exposed>> {
  const exposed: Record<string, Exposed> = {};
  const contextBridge = { exposeInMainWorld: (name: string, value: Exposed) => (exposed[name] = value) };
  const run = new Function('require', 'exports', await readFile(file, 'utf8')) as (
    require: (name: string) => unknown,
    exports: object,
  ) => void;
  run((name) => {
    if (name !== 'electron') throw new Error(`The preload requires ${name}.`);
    return { contextBridge, ipcRenderer };
  }, {});
  return exposed;
}
