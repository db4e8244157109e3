/**
 * `settings.json` as the SettingsStore: what is in force, its last good copy, and what another program changed.
 *
 * Path: core/settings -> here -> the file. What its text means is decided by the `format` it is given.
 * Always: a text that cannot be used is moved to a file of its own before anything is written in its place; disk work runs
 * one step after another; what is in force changes only to something usable.
 * Source: DESIGN §7, FAULTS F34; why not conf: on a full disk it puts a cut-off file over the good one and reports success.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/index.ts';
import type { Settings, WireError } from '../../contract/index.ts';
import type { Logger, SettingsStore } from '../../core/ports.ts';
import { keepAside } from './keep-aside.ts';
import { watchOneFile } from './watch-file.ts';
import { unfinishedSuffix, writeDurably } from './write-durably.ts';

/** What a text means, decided by the core. */
export type SettingsText =
  | {
      readonly status: 'usable';
      readonly settings: Settings;
      readonly unknownKeys: readonly string[];
      readonly raw: unknown;
    }
  | { readonly status: 'bad'; readonly words: string; readonly raw: unknown };

/** Turns text into settings and back; `previous` is the JSON that the file holds now. */
export interface SettingsFormat {
  parse(text: string): SettingsText;
  compose(settings: Settings, previous: unknown): string;
}

export interface SettingsFileOptions {
  readonly folder: string;
  readonly format: SettingsFormat;
  readonly logger: Logger;
  /** How long an unusable text of a running app must stand before it is set aside; editors write in steps. */
  readonly patienceMs?: number;
}

type Usable = Extract<SettingsText, { status: 'usable' }>;

export class SettingsFile implements SettingsStore {
  readonly #folder: string;
  readonly #format: SettingsFormat;
  readonly #logger: Logger;
  readonly #patienceMs: number;
  readonly #file: string;
  readonly #lastGoodFile: string;
  readonly #listeners = new Set<() => void>();
  readonly #stopWatching: () => void;
  #inForce: Usable;
  #problem: WireError | null = null;
  #knownText: string | null = null;
  /** What is being written; seen on disk it is ours, not another program's. */
  #writing: string | null = null;
  #stamp = '';
  #badTimer: NodeJS.Timeout | undefined;
  #disk: Promise<unknown> = Promise.resolve();

  constructor(options: SettingsFileOptions) {
    this.#folder = options.folder;
    this.#format = options.format;
    this.#logger = options.logger;
    this.#patienceMs = options.patienceMs ?? 1000;
    this.#file = path.join(this.#folder, 'settings.json');
    this.#lastGoodFile = path.join(this.#folder, 'settings.last-good.json');
    this.#inForce = this.#usable('{}');
    this.#removeUnfinished();
    this.#load();
    this.#stopWatching = watchOneFile(this.#file, 30, () => this.#look());
  }

  read(): Settings {
    if (this.#stampOf() !== this.#stamp) this.#look();
    return this.#inForce.settings;
  }

  problem(): WireError | null {
    return this.#problem;
  }

  async write(settings: Settings): Promise<void> {
    await this.#inTurn(async () => {
      const onDisk = this.#readText();
      const present = onDisk === null ? null : this.#format.parse(onDisk);
      if (onDisk !== null && present?.status === 'bad') await this.#setAside(onDisk, present.words);
      const previous = present?.status === 'usable' ? present.raw : this.#inForce.raw;
      const text = this.#format.compose(settings, previous);
      const written = this.#format.parse(text);
      if (written.status === 'bad') throw new AppError('settings/bad-value', written.words);
      this.#writing = text;
      try {
        await writeDurably(this.#file, text);
      } catch (thrown) {
        throw writeFailed(thrown);
      } finally {
        this.#writing = null;
      }
      this.#adopt(text, { ...written, settings });
      await this.#keepLastGood(text);
    });
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing is left to write. */
  async settled(): Promise<void> {
    await this.#disk;
  }

  close(): void {
    this.#stopWatching();
    clearTimeout(this.#badTimer);
    this.#listeners.clear();
  }

  #load(): void {
    const text = this.#readText();
    if (text === null) return;
    const parsed = this.#format.parse(text);
    if (parsed.status === 'usable') {
      this.#adopt(text, parsed);
      void this.#inTurn(() => this.#keepLastGood(text));
      return;
    }
    const lastGood = readTextOf(this.#lastGoodFile);
    const copy = lastGood === null ? null : this.#format.parse(lastGood);
    if (copy?.status === 'usable') this.#inForce = copy;
    const words = parsed.words;
    this.#problem = this.#describe(
      words,
      copy?.status === 'usable' ? 'The last good copy is in force.' : 'The defaults are in force.',
      null,
    );
    void this.#inTurn(() => this.#setAside(text, words, copy?.status === 'usable' ? lastGood : null));
  }

  /** Looks whether another program changed the file, and takes the change when it can be used. */
  #look(): void {
    this.#stamp = this.#stampOf();
    const text = this.#readText();
    if (text === null || text === this.#knownText || text === this.#writing) return;
    const parsed = this.#format.parse(text);
    if (parsed.status === 'bad') {
      clearTimeout(this.#badTimer);
      this.#badTimer = setTimeout(() => this.#giveUpOn(text, parsed.words), this.#patienceMs).unref();
      return;
    }
    this.#adopt(text, parsed);
    void this.#inTurn(() => this.#keepLastGood(text));
    queueMicrotask(() => this.#announce());
  }

  #giveUpOn(text: string, words: string): void {
    void this.#inTurn(async () => {
      if (this.#readText() === text) await this.#setAside(text, words);
    });
  }

  #adopt(text: string, parsed: Usable): void {
    clearTimeout(this.#badTimer);
    this.#stamp = this.#stampOf();
    this.#knownText = text;
    this.#inForce = parsed;
    this.#problem = unknownKeysProblem(parsed.unknownKeys);
    if (this.#problem) this.#logger.log('warn', 'settings file has unknown keys', { keys: parsed.unknownKeys });
  }

  /** Moves the unusable text away and puts what is in force in its place (`restored`, else what was known; null: nothing). */
  async #setAside(text: string, words: string, restored: string | null = this.#knownText): Promise<void> {
    const meanwhile = restored === null ? 'The defaults are in force.' : 'The last good copy is in force.';
    try {
      const name = await keepAside(this.#file);
      this.#problem = this.#describe(words, meanwhile, name);
      if (restored === null) await rm(this.#file);
      else await writeDurably(this.#file, restored);
      this.#knownText = restored;
      this.#logger.log('warn', 'settings file set aside', { name, why: words, sizeBytes: text.length });
    } catch (thrown) {
      this.#problem ??= this.#describe(words, meanwhile, null);
      this.#logger.log('error', 'settings file could not be set aside', { error: String(thrown) });
      throw writeFailed(thrown);
    } finally {
      this.#stamp = this.#stampOf();
    }
    this.#announce();
  }

  #describe(words: string, meanwhile: string, name: string | null): WireError {
    const aside = name === null ? '' : ` It was set aside as ${name}.`;
    return { code: 'settings/unreadable', message: `settings.json could not be used. ${words}${aside} ${meanwhile}` };
  }

  async #keepLastGood(text: string): Promise<void> {
    if (readTextOf(this.#lastGoodFile) === text) return;
    await writeDurably(this.#lastGoodFile, text).catch((thrown: unknown) => {
      this.#logger.log('error', 'last good copy of the settings not written', { error: String(thrown) });
    });
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #usable(text: string): Usable {
    const parsed = this.#format.parse(text);
    if (parsed.status === 'bad') throw new AppError('settings/unreadable', parsed.words);
    return parsed;
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const run = this.#disk.then(step);
    this.#disk = run.catch(() => undefined);
    run.catch(() => undefined);
    return run;
  }

  /** Null when there is no file; an unreadable one reads as the empty text, which is never usable. */
  #readText(): string | null {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (thrown) {
      return codeOf(thrown) === 'ENOENT' ? null : '';
    }
  }

  #stampOf(): string {
    const stats = statSync(this.#file, { throwIfNoEntry: false, bigint: true });
    return stats ? `${stats.mtimeNs}:${stats.size}:${stats.ino}` : '';
  }

  #removeUnfinished(): void {
    for (const name of readdirSync(this.#folder)) {
      const ours = name.startsWith('settings.') && name.endsWith(unfinishedSuffix);
      if (ours) rmSync(path.join(this.#folder, name), { force: true });
    }
  }
}

function unknownKeysProblem(keys: readonly string[]): WireError | null {
  if (keys.length === 0) return null;
  const named = keys.map((key) => `"${key}"`).join(', ');
  const which = keys.length === 1 ? `an unknown key, ${named}; it` : `unknown keys, ${named}; they`;
  const message = `settings.json has ${which} ${keys.length === 1 ? 'was' : 'were'} skipped, the rest is in force.`;
  return { code: 'settings/unknown-key', message, data: { keys } };
}

function readTextOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function writeFailed(thrown: unknown): AppError {
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'The disk is full. Free some space and try again.',
    EDQUOT: 'Your disk quota is used up. Free some space and try again.',
    EROFS: 'The disk is read-only.',
    EACCES: 'The data folder may not be written by you.',
    EPERM: 'The data folder may not be written by you.',
  };
  const code = codeOf(thrown);
  const reason = reasons[code] ?? `The system reports ${code || 'an unknown failure'}.`;
  return new AppError('settings/write-failed', `The settings were not saved. ${reason}`, { cause: thrown });
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
