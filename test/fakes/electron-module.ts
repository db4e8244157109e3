/**
 * The module `electron` of a process that is no Electron: the built main bundle runs on it, driven by its parent's messages.
 *
 * Always: what the window would show or send goes to the parent; an exit of the app is an exit of the process.
 */
import { FakeElectron } from './electron.ts';
import type { FakeWindow } from './electron-window.ts';

/** What the parent may order. `deliver`: a message from the page. `fetch`: the page asks its own scheme. `choose`: from the tray’s menu. */
export type Order = { readonly deliver: unknown } | { readonly fetch: string } | { readonly choose: string };
/** What the parent is told. */
export type Report =
  | { readonly loaded: string }
  | { readonly sent: unknown }
  | { readonly fetched: { readonly status: number; readonly policy: string | null; readonly body: string } };

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

const tell = (report: Report): void => void process.send?.(report);

fake.app.on('test:window', (window: FakeWindow) => {
  window.on('test:loaded', (url: string) => tell({ loaded: url }));
  window.webContents.on('test:sent', () => tell({ sent: window.webContents.sent.at(-1)?.message }));
});
process.on('message', (order: Order) => {
  const [window] = fake.windows;
  if ('deliver' in order) {
    if (window) fake.deliver(window.webContents, order.deliver);
  } else if ('choose' in order) {
    fake.trays[0]?.menu.find(({ label }) => label === order.choose)?.click?.();
  } else {
    void fetchPage(order.fetch).then(tell);
  }
});
void fake.app.exited.then((code) => {
  for (const words of fake.errors) process.stderr.write(`${words}\n`);
  process.exit(code);
});

async function fetchPage(url: string): Promise<Report> {
  const answer = await fake.handlers.get(new URL(url).protocol.slice(0, -1))?.(new Request(url));
  const policy = answer?.headers.get('content-security-policy') ?? null;
  return { fetched: { status: answer?.status ?? 0, policy, body: (await answer?.text()) ?? '' } };
}
