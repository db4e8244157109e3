/**
 * The settings in force, and the one way to change them.
 *
 * Path: bridge handlers, registry, talk -> here -> SettingsStore.
 * Always: updates run one after another, each on what the one before left; every change, ours or another program's,
 * reaches the listeners once, after it is in force.
 */
import { AppError, Settings } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { SettingsStore } from '../ports.ts';
import { describeMisfits, type Misfit } from './misfits.ts';
import { getByKey, setByKey } from './settings-key.ts';

/** What was in force and what is, with nothing between them; `stored`: the value that was set, or null. */
export interface SettingsChange {
  readonly before: Settings;
  readonly after: Settings;
  readonly stored: unknown;
}

/** Told after a change is in force. */
export type SettingsListener = (current: Settings, previous: Settings) => void;

/** Reads are free; changes stand in one line. */
export class SettingsService {
  readonly #store: SettingsStore;
  readonly #listeners = new Set<SettingsListener>();
  readonly #unsubscribe: () => void;
  #last: Settings;
  readonly #turns = new OneAtATime();

  constructor(options: { store: SettingsStore }) {
    this.#store = options.store;
    this.#last = this.#store.read();
    this.#unsubscribe = this.#store.onChanged(() => this.#announce());
  }

  current(): Settings {
    return this.#store.read();
  }

  /** Why the file on disk is not, or not wholly, in force; null when it is. */
  problem(): WireError | null {
    return this.#store.problem();
  }

  /**
   * Applies `change` to what is in force then, and resolves when it is safely stored.
   * @throws {AppError} settings/bad-value when the changed settings do not fit, settings/write-failed; nothing has changed then.
   */
  async update(change: (settings: Settings) => Settings): Promise<Settings> {
    return (await this.#inTurn((present) => checked(change(present)))).after;
  }

  /** The value at a dotted key. @throws {AppError} settings/unknown-key naming the nearest valid key. */
  get(key: string): unknown {
    return getByKey(this.current(), key);
  }

  /**
   * Sets the value at a dotted key. A text that fits only when read as JSON (`null`, `true`, `5`)
   * is read so. @throws {AppError} settings/unknown-key | settings/bad-value | settings/write-failed
   */
  async set(key: string, value: unknown): Promise<SettingsChange> {
    const change = await this.#inTurn((present) => {
      const plain = Settings.safeParse(setByKey(present, key, value));
      if (plain.success) return plain.data;
      const read = readJson(value);
      const second = read === undefined ? plain : Settings.safeParse(setByKey(present, key, read.value));
      return second.success ? second.data : checked(setByKey(present, key, value));
    });
    return { ...change, stored: value === undefined ? null : getByKey(change.after, key) };
  }

  /** Returns the end of it. */
  onChanged(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when every update that was begun is stored or failed. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#turns.settled();
    this.#store.close();
  }

  #inTurn(change: (present: Settings) => Settings): Promise<Omit<SettingsChange, 'stored'>> {
    return this.#turns.run(async () => {
      const before = this.#store.read();
      const after = change(before);
      await this.#store.write(after);
      this.#announce();
      return { before, after };
    });
  }

  #announce(): void {
    const previous = this.#last;
    const current = this.#store.read();
    if (current === previous) return;
    this.#last = current;
    for (const listener of [...this.#listeners]) listener(current, previous);
  }
}

/** The bridge's settings methods, and the source of `settings.changed`. */
export function settingsHandlers(options: {
  settings: SettingsService;
  events: EventHub;
  /** Sets this key for the owner by `set`: what it names is meant. */
  ownerSets(key: string, set: () => Promise<SettingsChange>): Promise<SettingsChange>;
}): Pick<Handlers, 'settings.get' | 'settings.set'> {
  const { settings, events, ownerSets } = options;
  events.provide('settings.changed', () => settings.current());
  settings.onChanged((current) => events.publish('settings.changed', null, current));
  return {
    'settings.get': ({ key }) => (key === undefined ? settings.current() : settings.get(key)),
    'settings.set': async ({ key, value }) => (await ownerSets(key, () => settings.set(key, value))).stored,
  };
}

function checked(value: unknown): Settings {
  const parsed = Settings.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('settings/bad-value', describeMisfits(parsed.error.issues as readonly Misfit[], value));
}

function readJson(value: unknown): { value: unknown } | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return { value: JSON.parse(value) as unknown };
  } catch {
    return undefined;
  }
}
