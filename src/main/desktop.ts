/**
 * The desktop shell, as the list of what it sets up.
 *
 * Path: main.ts (entry) -> here. What it starts is the same app and the same page as `parley host`.
 * Always: one instance per profile; the app is closed before the process ends. Source: REQUIREMENTS D1, D3, FAULTS F12, S7.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App, AppOptions } from '../app/app.ts';
import { AppError } from '../contract/index.ts';
import type { Bridge } from '../contract/index.ts';
import { livekitOfApp } from '../host/livekit-of-app.ts';
import { openLoopbackServer } from '../host/loopback-server.ts';
import type { LoopbackServer } from '../host/loopback-server.ts';
import { createShareDoor } from '../host/share/share-door.ts';
import { followApprovals } from './approval-notices.ts';
import type { ElectronSlice } from './electron-slice.ts';
import { guardContents } from './guard-contents.ts';
import { createHands } from './hands.ts';
import { refusedSwitches } from './launch-options.ts';
import { followLinks } from './links.ts';
import type { Links } from './links.ts';
import { wasStartedAtLogin } from './login-item.ts';
import { createShareLinkOpener } from './open-share-link.ts';
import { createPageHandler, pagePrivileges, pageScheme } from './page-protocol.ts';
import { guardPermissions } from './permissions.ts';
import { createTray } from './tray.ts';
import { createWindowBridge } from './window-bridge.ts';
import type { BoundsStore } from './window-bounds.ts';
import { createWindows } from './windows.ts';
import type { Windows } from './windows.ts';

export interface DesktopParts {
  readonly electron: ElectronSlice;
  readonly options: AppOptions;
  readonly rendererDir: string;
  readonly preloadFile: string;
  /** Icons. */
  readonly resourcesDir: string;
  readonly platform: NodeJS.Platform;
  /** The key helper. */
  readonly keyProgram: string;
  /** What the program was started with; a link may be among it. */
  readonly args: readonly string[];
  /** Asked for by an argument; the system may ask for it, too (login-item.ts). */
  readonly hidden: boolean;
  /** Made once Electron knows its own folder. */
  createBoundsStore(window: 'talk' | 'settings'): BoundsStore;
  createApp(options: AppOptions): Promise<App>;
  /** The system asks the process to end. */
  onEndRequested(listener: () => void): void;
}

/** As electron-builder.yml names the app: Windows shows notifications of the name that the start menu's entry has. */
export const appId = 'io.parley.desktop';

/** Longest orderly end; what is left after it is the keeper's. */
const longestEndMs = 9_000;

/** Resolves when everything stands; the end comes by Electron's own events. */
export async function runDesktop(parts: DesktopParts): Promise<void> {
  const { app, dialog } = parts.electron;
  if (app.isPackaged && refusedSwitches.some((name) => app.commandLine.hasSwitch(name))) return app.exit(1);
  prepare(parts);
  if (!app.requestSingleInstanceLock()) return app.quit();
  // Before it is ready, too: macOS hands over the link that started the app this early.
  const links = followLinks(app, parts.args);
  try {
    await app.whenReady();
    await start(parts, links);
  } catch (error) {
    dialog.showErrorBox(
      'Parley cannot start',
      error instanceof AppError ? error.message : 'Something went wrong inside Parley.',
    );
    app.exit(1);
    if (!(error instanceof AppError)) throw error;
  }
}

/** What Electron wants before it is ready. The lock of the single instance lies in userData, so it counts per profile. */
function prepare({ electron, options, platform }: DesktopParts): void {
  electron.app.setName('Parley');
  if (platform === 'win32') electron.app.setAppUserModelId(appId);
  const userData = path.join(options.dataDir, 'electron');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  electron.app.setPath('userData', userData);
  electron.app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged([pagePrivileges]);
  electron.app.on('web-contents-created', (_event, contents) => guardContents(contents, electron));
  // The tray keeps the app.
  electron.app.on('window-all-closed', () => undefined);
}

async function start(parts: DesktopParts, links: Links): Promise<void> {
  const { electron, options } = parts;
  guardPermissions(electron.session.defaultSession);
  const { rendererDir } = parts;
  const app = await parts.createApp({
    ...options,
    createShareDoor: (serve) => createShareDoor({ rendererDir, serve }),
  });
  const closing: (() => Promise<void> | void)[] = [() => app.close()];
  closeOnQuit(parts, closing);

  const client = app.client();
  const server = await openDoor(parts, app, client);
  closing.push(() => server.close());

  electron.protocol.handle(
    pageScheme,
    createPageHandler(parts.rendererDir, () => livekitOfApp(client, options.environment)),
  );
  const bridge = createWindowBridge(electron.ipcMain, (channel, caller) => app.serve(channel, caller));
  const hidden = parts.hidden || wasStartedAtLogin(electron.app, parts.platform);
  const windows = createWindows(parts, { bridge, hidden: hidden && links.firstPlace() === null });
  closing.push(reachFromOutside(parts, client, windows));
  await windows.talk.load(links.firstPlace());
  const openShareLink = createShareLinkOpener(electron);
  links.serve({ window: windows.talk, join: (link) => void openShareLink(link) });
  await windows.voice.load();
}

/** Tray, shortcut, power, notifications. Returns what ends them. */
function reachFromOutside(parts: DesktopParts, client: Bridge, { talk, settings, bar, voice }: Windows): () => void {
  const { electron, resourcesDir, platform, options } = parts;
  const hands = createHands({
    electron,
    bridge: client,
    bar,
    node: options.programs.node,
    keyProgram: parts.keyProgram,
    platform,
    environment: options.environment,
    onWords: (words) => {
      tray.setNote(words);
      void client.invoke('host.noteShortcut', { words }).catch(() => undefined);
    },
  });
  const tray = createTray(electron, {
    bridge: client,
    resourcesDir,
    platform,
    showWindow: talk.show,
    showShare: () => talk.showPlace('#/share'),
    showServers: () => settings.openAt('#/servers'),
    showSettings: settings.open,
    press: (event) => hands.pushToTalk.feed(event),
    startVoice: voice.revive,
    quit: () => electron.app.quit(),
  });
  voice.onDown(tray.setVoiceDown);
  const endNotices = followApprovals(electron, { bridge: client, resourcesDir, showWindow: talk.show });
  // The shortcut's, the tray's and those of `parley talk`.
  const endKeys = client.subscribe('talk.keyPressed', ({ type }) => {
    if (type === 'event') voice.revive();
  });
  // Its page comes back without the key.
  voice.contents.on('render-process-gone', () => hands.pushToTalk.feed({ type: 'over' }));
  return () => {
    endKeys();
    endNotices();
    hands.close();
    tray.close();
  };
}

/** So that the `parley` program drives the desktop app as it drives a host. */
async function openDoor({ rendererDir, options }: DesktopParts, app: App, client: Bridge): Promise<LoopbackServer> {
  const server = await openLoopbackServer({
    port: 0,
    rendererDir,
    serve: (channel, caller) => app.serve(channel, caller),
    livekitUrl: () => livekitOfApp(client, options.environment),
  });
  await app.publish({ url: server.url, token: server.token });
  return server;
}

/** Electron does not wait for promises at its end, so the first request to quit is held until everything is closed. */
function closeOnQuit({ electron, onEndRequested }: DesktopParts, closing: (() => Promise<void> | void)[]): void {
  let ending = false;
  electron.app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    setTimeout(() => electron.app.exit(1), longestEndMs).unref();
    const closed = Promise.allSettled(closing.map(async (close) => close()));
    void closed.then((results) => electron.app.exit(results.every(({ status }) => status === 'fulfilled') ? 0 : 1));
  });
  onEndRequested(() => electron.app.quit());
}
