/**
 * What the person chose for sound in this browser: devices and how the microphone is cleaned. Kept here, not in the
 * host's settings, because another window on another machine has other devices.
 *
 * Path: settings -> here -> microphone and speaker, also those of another window of the same origin.
 * Always: cleaning is on until switched off; what cannot be read counts as not chosen.
 */
import { z } from 'zod';
import { Listeners } from '../listeners.ts';

/** The label finds a device again that came back under another id (another socket, cleared site data). */
const ChosenDevice = z.object({ id: z.string(), label: z.string() });
export type ChosenDevice = z.infer<typeof ChosenDevice>;

const SoundChoice = z.object({
  /** null: the system's default, whatever it is at the moment. */
  microphone: ChosenDevice.nullable().default(null),
  speaker: ChosenDevice.nullable().default(null),
  echoCancellation: z.boolean().default(true),
  noiseSuppression: z.boolean().default(true),
  autoGainControl: z.boolean().default(true),
});
export type SoundChoice = z.infer<typeof SoundChoice>;

export const defaultSoundChoice: SoundChoice = SoundChoice.parse({});

const storageKey = 'parley.sound';

export class SoundChoices {
  readonly #storage: Storage;
  readonly #listeners = new Listeners();
  #choice: SoundChoice;

  constructor(page: Window) {
    this.#storage = page.localStorage;
    this.#choice = this.#load();
    page.addEventListener('storage', (event) => {
      if (event.key === storageKey) this.#take(this.#load());
    });
  }

  readonly read = (): SoundChoice => this.#choice;

  readonly onChanged = this.#listeners.add;

  change(change: Partial<SoundChoice>): void {
    const choice = { ...this.#choice, ...change };
    this.#storage.setItem(storageKey, JSON.stringify(choice));
    this.#take(choice);
  }

  #take(choice: SoundChoice): void {
    this.#choice = choice;
    this.#listeners.tell();
  }

  #load(): SoundChoice {
    try {
      return SoundChoice.parse(JSON.parse(this.#storage.getItem(storageKey) ?? '{}'));
    } catch {
      return defaultSoundChoice;
    }
  }
}
