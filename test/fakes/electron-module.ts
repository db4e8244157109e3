/**
 * The module `electron` of a process that is no Electron: the built main bundle runs on it, driven by its parent's messages.
 *
 * Always: what the windows would load or be sent goes to the parent; a window is ready to be shown once it has loaded; an exit of
 * the app is an exit of the process. The lock of the single instance is a file, and the parent is the system that passes on what
 * a second process was started with.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FakeElectron } from './electron.ts';
import { createOrders } from './electron-orders.ts';
import type { Orders } from './electron-orders.ts';
import type { FakeWindow } from './electron-window.ts';

/** What the parent sends. */
export interface Order {
  readonly id: number;
  readonly order: keyof Orders;
  readonly given: unknown;
}

/** What the parent is told; `window` as orders name it. */
export type Report =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly loaded: string; readonly window: number }
  | { readonly sent: unknown; readonly channel: string; readonly window: number }
  | { readonly startedAgain: { readonly args: string[]; readonly folder: string } };

const fake = new FakeElectron();
const electron = fake.slice();
export const {
  app,
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
} = electron;
/** electron-store imports the module whole. */
export { electron as default };

const orders = createOrders(fake) as Record<string, (given: unknown) => unknown>;
const told: Promise<void>[] = [];
const tell = (report: Report): void => {
  told.push(new Promise((resolve) => process.send?.(report, () => resolve())));
};

fake.app.first = () => {
  if (fake.app.userData === null) throw new Error('The lock lies in a folder that is not yet known.');
  const lock = path.join(fake.app.userData, 'single-instance');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    process.once('exit', () => rmSync(lock));
    return true;
  } catch {
    tell({ startedAgain: { args: process.argv, folder: process.cwd() } });
    return false;
  }
};
fake.app.on('test:window', (made: FakeWindow) => {
  const window = fake.windows.indexOf(made);
  made.on('test:loaded', (loaded) => {
    tell({ loaded, window });
    if (made.loads === 1) queueMicrotask(() => made.fire('ready-to-show'));
  });
  made.webContents.on('test:sent', (channel, sent) => tell({ sent, channel, window }));
});
process.on('message', ({ id, order, given }: Order) => {
  void (async () => orders[order]?.(given))().then(
    (answer) => tell({ id, answer }),
    (error: unknown) => tell({ id, error: String(error) }),
  );
});
void fake.app.exited.then(async (code) => {
  for (const words of fake.errors) process.stderr.write(`${words}\n`);
  await Promise.all(told);
  process.exit(code);
});
