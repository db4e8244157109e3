/**
 * The built main bundle as a process: the real core on a real data folder, and nothing in it replaced but Electron.
 *
 * Always: no screen, so that no key helper is started and the shortcut is Electron's own; ended with everything it started.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AppStatus, Bridge } from '../../../src/contract/index.ts';
import { createPortChannel } from '../../../src/wire/carriers/port-channel.ts';
import { BridgeClient } from '../../../src/wire/client.ts';
import { runPreload } from './built-preload.ts';
import type { Report } from '../../fakes/electron-module.ts';
import type { Orders, Seen } from '../../fakes/electron-orders.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** A build elsewhere can be looked at, too. */
export const out = process.env['PARLEY_TEST_OUT'] ?? path.join(root, 'out');
export const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

export const pageUrl = 'parley-app://window/';
/** The windows that are there from the start, as orders name them. */
export const talkWindow = 0;
export const voiceWindow = 1;

type Given<Name extends keyof Orders> = Parameters<Orders[Name]>;
type Answer<Name extends keyof Orders> = Awaited<ReturnType<Orders[Name]>>;

export interface DesktopStart {
  readonly dataDir: string;
  /** Behind `--data-dir`. */
  readonly args?: readonly string[];
}

export class DesktopProcess {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #reports: Report[] = [];
  readonly #listeners = new Set<(report: Report) => void>();
  /** Told once nothing more can come. */
  readonly #waiting = new Set<(error: Error) => void>();
  #lastId = 0;

  constructor({ dataDir, args = [] }: DesktopStart) {
    if (!existsSync(path.join(out, 'main/main.js')))
      throw new Error('There is no build to test: run "npm run build" first.');
    this.dataDir = dataDir;
    this.#child = fork(path.join(out, 'main/main.js'), ['--data-dir', dataDir, ...args], {
      execPath: node,
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--import',
        path.join(root, 'test/fakes/electron-in-node.mjs'),
      ],
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (report: Report) => {
      this.#reports.push(report);
      for (const listener of [...this.#listeners]) listener(report);
    });
    // Only then has everything been read that it said before its end.
    this.#child.once('disconnect', () => {
      for (const reject of this.#waiting) reject(new Error('The desktop ended.'));
    });
  }

  /** Resolves when both windows of the start are there. */
  static async start(given: DesktopStart): Promise<DesktopProcess> {
    const desktop = new DesktopProcess(given);
    await desktop.report((report) => ('loaded' in report && report.window === voiceWindow ? true : undefined));
    return desktop;
  }

  /** All that it told since its start, oldest first. */
  get reports(): readonly Report[] {
    return this.#reports;
  }

  /** The first report that `pick` takes, among those that came already, too. Rejects when the process ends first. */
  report<T>(pick: (report: Report) => T | undefined, from: 'start' | 'now' = 'start'): Promise<T> {
    for (const report of from === 'start' ? this.#reports : []) {
      const picked = pick(report);
      if (picked !== undefined) return Promise.resolve(picked);
    }
    return new Promise((resolve, reject) => {
      const listener = (report: Report): void => {
        const picked = pick(report);
        if (picked === undefined) return;
        this.#listeners.delete(listener);
        this.#waiting.delete(reject);
        resolve(picked);
      };
      this.#listeners.add(listener);
      this.#waiting.add(reject);
    });
  }

  async order<Name extends keyof Orders>(order: Name, ...[given]: Given<Name>): Promise<Answer<Name>> {
    const id = (this.#lastId += 1);
    const answered = this.report((report) => ('id' in report && report.id === id ? report : undefined), 'now');
    this.#child.send({ id, order, given });
    const report = await answered;
    if ('error' in report) throw new Error(report.error);
    return report.answer as Answer<Name>;
  }

  look(): Promise<Seen> {
    return this.order('look');
  }

  /** The bridge as the page in `window` has it: by the built preload, over the window's own connection. */
  async page(window: number): Promise<Bridge> {
    const exposed = await runPreload(path.join(out, 'preload/preload.cjs'), {
      // One that has ended answers nothing.
      send: (channel, message) => void this.order('deliver', { window, message, channel }).catch(() => undefined),
      on: (channel, listener) =>
        this.#listeners.add((report) => {
          if ('sent' in report && report.window === window && report.channel === channel) listener({}, report.sent);
        }),
    });
    const { parley } = exposed;
    if (!parley) throw new Error('The preload exposes no bridge.');
    return new BridgeClient(createPortChannel({ ...parley, onClose: () => undefined, close: () => undefined }).channel);
  }

  /** What the core answers the page in `window`. */
  async statusAt(window: number): Promise<AppStatus> {
    return (await this.page(window)).invoke('status.get', undefined);
  }

  /** Asks it to end; resolves with its exit code. */
  async end(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.ended();
  }

  /** Resolves with the exit code once it has ended. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  /** Whatever it is doing. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await this.ended();
  }
}

/** A data folder of a test's own; `remove` once no process uses it. */
export async function aDataFolder(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-desktop-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}
