/**
 * The shortcut that talks from anywhere: held where the key helper sees the keyboard, else toggled by Electron's own shortcut.
 *
 * Path: helper process or Electron's globalShortcut -> here -> push-to-talk.ts.
 * Always: the shortcut stays registered with Electron, so that no other program gets it too, and the fallback needs no
 * switch; its own presses count only while no helper is up. A helper that dies lets go of the key.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { ElectronSlice } from '../electron-slice.ts';
import { helperEnvironment } from './helper-environment.ts';
import { stepHelper } from './helper-state.ts';
import type { HelperEffect, HelperEvent, HelperState } from './helper-state.ts';
import { HelperReport } from './protocol.ts';

export type KeyPress = 'pressed' | 'released' | 'cancelled' | 'toggled' | 'forced';

export interface GlobalKeyOptions {
  readonly globalShortcut: ElectronSlice['globalShortcut'];
  /** The pinned Node and the helper's program. */
  readonly node: string;
  readonly program: string;
  /** The app's; what the helper needs of it is passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Why no helper can see the keyboard here, in words, or null. Asked before each start. */
  whyNoHold(): string | null;
  onKey(press: KeyPress): void;
  /** What to say about the shortcut, or null while holding works. */
  onWords(words: string | null): void;
}

const noHold =
  'Holding the shortcut does not work here: press it once to start talking and once more to stop. Parley keeps trying.';

export class GlobalKey {
  readonly #options: GlobalKeyOptions;
  #shortcut: string | null = null;
  #isRegistered = false;
  #state: HelperState = { status: 'off' };
  #child: ChildProcess | null = null;
  #timers = new Set<NodeJS.Timeout>();

  constructor(options: GlobalKeyOptions) {
    this.#options = options;
  }

  get helperPid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Watches `shortcut` from now on; null: none. */
  watch(shortcut: string | null): void {
    if (shortcut === this.#shortcut) return;
    if (this.#shortcut !== null && this.#isRegistered) this.#options.globalShortcut.unregister(this.#shortcut);
    this.#isRegistered = false;
    this.#shortcut = shortcut;
    if (shortcut === null) {
      this.#feed({ type: 'unwanted' });
      return this.#options.onWords(null);
    }
    this.#isRegistered = this.#options.globalShortcut.register(shortcut, () => {
      if (this.#state.status !== 'up') this.#options.onKey('toggled');
    });
    if (this.#child?.connected) this.#child.send({ watch: shortcut }, () => undefined);
    this.#feed({ type: 'wanted' });
    this.#say();
  }

  close(): void {
    this.watch(null);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #feed(event: HelperEvent): void {
    const { state, effects } = stepHelper(this.#state, event, Date.now());
    const wasUp = this.#state.status === 'up';
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    if (wasUp && state.status !== 'up') this.#options.onKey('forced');
    if (wasUp !== (state.status === 'up')) this.#say();
  }

  #run(effect: HelperEffect): void {
    switch (effect.type) {
      case 'start':
        return this.#start();
      case 'kill':
        // It may block in the keyboard library and hear no word. One that could not be started has no id, and Node would
        // signal one that nobody set: 0 is our own group.
        if (this.#child?.pid !== undefined) this.#child.kill('SIGKILL');
        return;
      case 'wake': {
        const timer = setTimeout(
          () => {
            this.#timers.delete(timer);
            this.#feed({ type: 'due' });
          },
          Math.max(0, effect.atMs - Date.now()),
        );
        timer.unref();
        this.#timers.add(timer);
      }
    }
  }

  #start(): void {
    if (this.#options.whyNoHold() !== null) return queueMicrotask(() => this.#feed({ type: 'ended' }));
    const child = spawn(this.#options.node, [this.#options.program], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: helperEnvironment(this.#options.environment),
      windowsHide: true,
    });
    this.#child = child;
    let gone = false;
    const end = (): void => {
      if (gone) return;
      gone = true;
      if (this.#child !== child) return;
      this.#child = null;
      this.#feed({ type: 'ended' });
    };
    child.on('exit', end);
    child.on('error', end);
    child.on('message', (message) => {
      const report = HelperReport.safeParse(message);
      if (gone || !report.success || this.#child !== child) return;
      if (report.data.type === 'ready') this.#feed({ type: 'ready' });
      else this.#options.onKey(report.data.type);
    });
    if (child.connected) child.send({ watch: this.#shortcut }, () => undefined);
  }

  #say(): void {
    if (this.#shortcut === null) return this.#options.onWords(null);
    // Said in the tray's menu and in the settings, under the field of the shortcut.
    const taken = `Another program uses ${this.#shortcut}: choose another shortcut.`;
    if (this.#state.status === 'up') return this.#options.onWords(null);
    this.#options.onWords(this.#isRegistered ? (this.#options.whyNoHold() ?? noHold) : taken);
  }
}
