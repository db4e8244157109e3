/**
 * Start at login: Electron's own way on macOS and Windows, an autostart entry of the desktop on Linux, which Electron lacks.
 *
 * Always: started so, Parley waits in the tray and opens no window: it is told by an argument, on macOS by the system, which takes
 * none for a login item.
 * Source: https://specifications.freedesktop.org/autostart-spec/latest/
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SliceApp } from './electron-slice.ts';

export interface LoginMachine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program that is to be started. */
  readonly program: string;
}

const hiddenSwitch = '--hidden';

/** Does nothing for an app that is not installed: its program would not know what to run. */
export function setStartAtLogin(app: SliceApp, wanted: boolean, machine: LoginMachine): void {
  if (!app.isPackaged) return;
  if (machine.platform === 'linux') return writeAutostart(wanted, machine);
  app.setLoginItemSettings({ openAtLogin: wanted, ...(machine.platform === 'win32' && { args: [hiddenSwitch] }) });
}

/** Whether the system says so: macOS only, and once the app is ready. */
export function wasStartedAtLogin(app: SliceApp, platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function writeAutostart(wanted: boolean, { environment, program }: LoginMachine): void {
  const home = environment['HOME'];
  const config = environment['XDG_CONFIG_HOME'] || (home && path.join(home, '.config'));
  if (!config) return;
  const file = path.join(config, 'autostart', 'parley.desktop');
  if (!wanted) return rmSync(file, { force: true });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(environment['APPIMAGE'] ?? program));
}

/** Quoted as the Desktop Entry Specification asks for `Exec`. */
function autostartEntry(program: string): string {
  const quoted = `"${program
    .replace(/(["`$\\])/g, '\\$1')
    .replaceAll('%', '%%')
    .replaceAll('\\', '\\\\')}"`;
  return `[Desktop Entry]\nType=Application\nName=Parley\nExec=${quoted} ${hiddenSwitch}\nTerminal=false\n`;
}
