/**
 * Electron's `app` without Electron: asks before it ends, and ends only for the test.
 */
import type * as Electron from 'electron';
import { FakeEmitter } from './electron-emitter.ts';
import { anEvent } from './electron-events.ts';
import type { EventsOf } from './electron-events.ts';
import type { FakeWindow } from './electron-window.ts';

/** `test:window`: the shell made one. */
type AppEvents = EventsOf<Electron.App> & { 'test:window': [FakeWindow] };

export class FakeDesktopApp extends FakeEmitter<AppEvents> {
  isPackaged = false;
  readonly switches = new Set<string>();
  readonly commandLine = { hasSwitch: (name: string): boolean => this.switches.has(name) };
  sandboxed = false;
  userData: string | null = null;
  userModelId: string | null = null;
  /** Whether no other process of this profile is there already. */
  first: () => boolean = () => true;
  readonly links: string[] = [];
  readonly loginItems: { openAtLogin: boolean; args?: string[] }[] = [];
  openedAtLogin = false;
  quits = 0;
  readonly exited: Promise<number>;
  #exit: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.exited = new Promise((resolve) => (this.#exit = resolve));
  }

  enableSandbox(): void {
    this.sandboxed = true;
  }

  setName(): void {}

  setAppUserModelId(id: string): void {
    this.userModelId = id;
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.links.push(scheme);
    return true;
  }

  setLoginItemSettings(settings: { openAtLogin: boolean; args?: string[] }): void {
    this.loginItems.push(settings);
  }

  getLoginItemSettings(): { wasOpenedAtLogin: boolean } {
    return { wasOpenedAtLogin: this.openedAtLogin };
  }

  /** What electron-store asks for. */
  getPath(): string {
    return this.userData ?? '';
  }

  getVersion(): string {
    return '0.0.0';
  }

  setPath(_name: 'userData', folder: string): void {
    this.userData = folder;
  }

  requestSingleInstanceLock(): boolean {
    return this.first();
  }

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  /** Somebody starts the app once more: the first one is told what with. */
  startAgain(args: readonly string[], folder = '/'): void {
    this.fire('second-instance', anEvent(), [...args], folder, null);
  }

  /** macOS hands over a link. */
  openUrl(url: string): void {
    this.fire('open-url', anEvent(), url);
  }

  /** A click on the app's icon. */
  activate(): void {
    this.fire('activate', anEvent(), false);
  }

  /** As Electron: asks first, ends when nobody holds it back. */
  quit(): void {
    this.quits += 1;
    const event = anEvent();
    this.fire('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }

  exit(code: number): void {
    this.#exit(code);
  }
}
