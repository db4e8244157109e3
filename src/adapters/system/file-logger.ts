/**
 * The one structured log: a JSON line per record in `logs/parley.log`, rotated by size.
 *
 * Always: never throws and never waits for the disk; what cannot be written is dropped and counted in the next line that can.
 * Files are 0600 in a 0700 folder; `pii` stays one key, so that a diagnostic bundle can leave it out.
 * Source: REQUIREMENTS X1.
 */
import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogLevel } from '../../contract/index.ts';
import type { Logger } from '../../core/ports.ts';

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Lines that wait for a slow disk; beyond it they are dropped and counted. */
const maximumWaitingCharacters = 4_000_000;

export interface FileLoggerOptions {
  readonly folder: string;
  readonly level: LogLevel;
  /** The file is rotated before it grows beyond this. */
  readonly maximumSizeBytes?: number;
  /** Rotated files that are kept, beside the one being written. */
  readonly keep?: number;
}

export class FileLogger implements Logger {
  readonly #file: string;
  readonly #maximumSizeBytes: number;
  readonly #keep: number;
  #level: LogLevel;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  #dropped = 0;
  #sizeBytes = 0;
  #flushing: Promise<void> | null = null;

  constructor(options: FileLoggerOptions) {
    this.#file = path.join(options.folder, 'parley.log');
    this.#level = options.level;
    this.#maximumSizeBytes = options.maximumSizeBytes ?? 5_000_000;
    this.#keep = options.keep ?? 4;
    attempt(() => mkdirSync(options.folder, { recursive: true, mode: 0o700 }));
    this.#sizeBytes = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#sizeBytes > 0) attempt(() => chmodSync(this.#file, 0o600));
  }

  setLevel(level: LogLevel): void {
    this.#level = level;
  }

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (order[level] < order[this.#level]) return;
    if (this.#waitingCharacters > maximumWaitingCharacters) {
      this.#dropped++;
      return;
    }
    const line = toLine(level, message, fields);
    this.#waiting.push(line);
    this.#waitingCharacters += line.length;
    this.#flushing ??= this.#flush();
  }

  /** Writes what waits before it returns; for the last words of a process. */
  closeSync(): void {
    const text = this.#takeWaiting();
    if (text !== '') attempt(() => appendFileSync(this.#file, text, { mode: 0o600 }));
  }

  /** Resolves when what was logged so far is in the file, or dropped. */
  async flushed(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  async #flush(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const text = this.#takeWaiting();
      this.#rotateFor(Buffer.byteLength(text));
      await appendFile(this.#file, text, { mode: 0o600 }).catch(() => {
        this.#dropped += text.split('\n').length - 1;
      });
    }
    this.#flushing = null;
  }

  #takeWaiting(): string {
    const lost = this.#dropped > 0 ? toLine('warn', 'log lines dropped', { count: this.#dropped }) : '';
    this.#dropped = 0;
    const text = lost + this.#waiting.join('');
    this.#waiting = [];
    this.#waitingCharacters = 0;
    return text;
  }

  #rotateFor(addedBytes: number): void {
    if (this.#sizeBytes > 0 && this.#sizeBytes + addedBytes > this.#maximumSizeBytes) {
      for (let number = this.#keep - 1; number >= 0; number--) {
        const from = number === 0 ? this.#file : `${this.#file}.${number}`;
        attempt(() => renameSync(from, `${this.#file}.${number + 1}`));
      }
      this.#sizeBytes = 0;
    }
    this.#sizeBytes += addedBytes;
  }
}

function toLine(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>): string {
  const time = new Date().toISOString();
  try {
    return `${JSON.stringify({ time, level, message, ...fields }, plainError)}\n`;
  } catch {
    return `${JSON.stringify({ time, level, message, unwritable: Object.keys(fields) })}\n`;
  }
}

function plainError(_key: string, value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === 'bigint' ? String(value) : value;
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // A log that cannot be written must not stop what is being logged.
  }
}
