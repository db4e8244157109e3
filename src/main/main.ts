/**
 * Entry of the desktop app, in Electron's main process.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import {
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
} from 'electron';
import Store from 'electron-store';
import { createApp } from '../app/create-app.ts';
import { locateInstallation } from '../app/installation.ts';
import { profileFolder } from '../app/profile-folder.ts';
import { runDesktop } from './desktop.ts';
import type { Rectangle } from './electron-slice.ts';
import { parseLaunchOptions, refusedSwitches, toCommandLine } from './launch-options.ts';

// This file is built to out/main/main.js.
const out = path.resolve(import.meta.dirname, '..');
const { programs, rendererDir, version } = locateInstallation(out);
const args = process.argv.slice(app.isPackaged ? 1 : 2);
const launch = parseLaunchOptions(args);

// A start that desktop.ts would refuse is left to it: Chromium finds its switches behind a command, too.
const isOurs = app.isPackaged && !refusedSwitches.some((name) => app.commandLine.hasSwitch(name));
const commandLine = isOurs ? toCommandLine(args) : null;
if (commandLine) {
  const program = path.join(path.dirname(programs.keeper), 'parley.js');
  spawn(programs.node, [program, ...commandLine], { stdio: 'inherit' })
    .once('error', () => app.exit(1))
    .once('exit', (code) => app.exit(code ?? 1));
} else {
  startDesktop();
}

function startDesktop(): void {
  // Not awaited: Electron becomes ready only when this module has run to its end.
  void runDesktop({
    electron: {
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
    },
    options: {
      dataDir: profileFolder(launch.dataDir, process.env),
      demo: launch.demo,
      programs,
      environment: process.env,
      version,
    },
    rendererDir,
    preloadFile: path.join(out, 'preload', 'preload.cjs'),
    resourcesDir: path.join(path.dirname(out), 'resources'),
    platform: process.platform,
    keyProgram: path.join(path.dirname(programs.keeper), 'global-key.js'),
    args,
    hidden: launch.hidden,
    createBoundsStore: (window) => {
      const name = window === 'talk' ? 'window' : 'settings-window';
      const store = new Store<{ bounds?: Rectangle }>({ name, clearInvalidConfig: true });
      return { get: () => store.get('bounds'), set: (bounds) => store.set('bounds', bounds) };
    },
    createApp,
    onEndRequested: (listener) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener);
    },
  });
}
