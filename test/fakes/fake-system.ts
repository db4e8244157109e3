/**
 * Predictable ids and hashes, and a logger that remembers.
 */
import { createHash } from 'node:crypto';
import type { LogLevel } from '../../src/contract/index.ts';
import type { Hasher, Ids, Logger, Seal } from '../../src/core/ports.ts';

/** Counts up: `id-1`, `id-2`, … */
export class FakeIds implements Ids {
  #count = 0;

  id(): string {
    return `id-${++this.#count}`;
  }
}

export class FakeLogger implements Logger {
  readonly entries: { level: LogLevel; message: string; fields: Readonly<Record<string, unknown>> }[] = [];

  log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.entries.push({ level, message, fields });
  }

  messages(level?: LogLevel): string[] {
    return this.entries.filter((entry) => level === undefined || entry.level === level).map((entry) => entry.message);
  }
}

/** Seals of one profile differ from those of another. */
export class FakeSeal implements Seal {
  readonly #profile: string;

  constructor(profile = 'ours') {
    this.#profile = profile;
  }

  async sign(text: string): Promise<string> {
    return createHash('sha256').update(`${this.#profile} ${text}`).digest('hex');
  }
}

/** The real SHA-256: hashes are compared, never guessed. */
export class FakeHasher implements Hasher {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
