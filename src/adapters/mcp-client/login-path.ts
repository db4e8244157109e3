/**
 * The PATH of the user's login shell. A desktop starts apps without it, and there are `npx`, `uvx`, Homebrew and nvm.
 *
 * Path: local-line.ts, the doctor -> here -> `$SHELL -ilc`.
 * Always: nothing is read before the first local server starts, and one shell answers all; who was started from a terminal has
 * that PATH, so its shell is asked only for a program that is not found. The shell gets none of our keys, nothing but the PATH
 * is taken from it, and after `limitMs` it is ended with its group.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Keeper, Logger } from '../../core/ports.ts';
import { signalGroup } from '../process-group/process-group.ts';
import { inheritedEnvironment } from './environment.ts';

export interface LoginPathOptions {
  /** The host's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keeper: Keeper;
  readonly logger: Logger;
  readonly limitMs?: number;
}

/** A start-up file with nvm and a prompt takes about one second. */
const defaultLimitMs = 3_000;

/** Start-up files print what they like; a PATH is not behind more than this. */
const longestOutput = 1_000_000;

export class LoginPath {
  readonly #options: LoginPathOptions;
  readonly #shells = new Set<number>();
  #reading: Promise<readonly string[] | null> | null = null;
  #beganAtMs = 0;

  constructor(options: LoginPathOptions) {
    this.#options = options;
  }

  /** The user's shell, null where there is none to ask. */
  get shell(): string | null {
    return process.platform === 'win32' ? null : this.#options.environment['SHELL'] || null;
  }

  /** Terminals name their kind; what a desktop or a service manager starts has no such name. */
  get isInherited(): boolean {
    const kind = this.#options.environment['TERM'];
    return kind !== undefined && kind !== '' && kind !== 'dumb';
  }

  /** The folders to search before the host's own; none where these are the shell's anyhow, or it did not say them. */
  async forStart(): Promise<readonly string[]> {
    return this.isInherited ? [] : ((await this.read()) ?? []);
  }

  /** The shell's folders, absolute ones only; null where it did not say them, which is asked again the next time. */
  read(): Promise<readonly string[] | null> {
    if (this.#reading) return this.#reading;
    this.#beganAtMs = performance.now();
    const reading = this.#ask().then((folders) => {
      if (folders === null && this.#reading === reading) this.#reading = null;
      return folders;
    });
    this.#reading = reading;
    return reading;
  }

  /** As `read`, but not what was read before that time: something may have been installed since. */
  readSince(atMs: number): Promise<readonly string[] | null> {
    if (this.#beganAtMs < atMs) this.#reading = null;
    return this.read();
  }

  /** Ends a shell that still runs. */
  close(): void {
    for (const pid of this.#shells) signalGroup(pid, 'SIGKILL');
  }

  async #ask(): Promise<string[] | null> {
    const { shell } = this;
    if (shell === null) return null;
    const told = await this.#run(shell);
    if (told === null) this.#options.logger.log('warn', 'the login shell did not say its PATH', { shell });
    return told?.split(path.delimiter).filter((folder) => path.isAbsolute(folder)) ?? null;
  }

  /** In a session of its own: an interactive shell would take the terminal away from us. */
  #run(shell: string): Promise<string | null> {
    const { environment, keeper, limitMs = defaultLimitMs } = this.#options;
    const mark = randomBytes(8).toString('hex');
    // Written in parts, so that a shell which shows its commands does not show the mark.
    const command = `printf '%s-%s|%s|%s-%s' parley ${mark} "$PATH" ${mark} parley`;
    const answer = new RegExp(`parley-${mark}\\|([^\\n\\0]*)\\|${mark}-parley`);
    const child = spawn(shell, ['-ilc', command], {
      env: { ...inheritedEnvironment(environment), TERM: 'dumb' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) {
      this.#shells.add(pid);
      keeper.watch(pid);
    }
    return new Promise((resolve) => {
      let output = '';
      const timer = setTimeout(() => end('SIGKILL', null), limitMs);
      const end = (name: NodeJS.Signals, told: string | null): void => {
        signalGroup(pid, name);
        // What it left running may hold the pipe.
        child.stdout.destroy();
        resolve(told);
      };
      child.stdout.setEncoding('utf8');
      child.stdout.on('error', () => {});
      child.stdout.on('data', (text: string) => {
        output += text;
        const told = answer.exec(output)?.[1];
        // What closing its terminal would do to it.
        if (told !== undefined) end('SIGHUP', told);
        else if (output.length > longestOutput) end('SIGKILL', null);
      });
      child.once('error', () => resolve(null));
      child.once('close', () => {
        clearTimeout(timer);
        resolve(null);
        if (pid === undefined) return;
        this.#shells.delete(pid);
        keeper.unwatch(pid);
      });
    });
  }
}
