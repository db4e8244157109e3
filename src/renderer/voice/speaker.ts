/**
 * The speaker of this page: everything that sounds goes to the chosen one, to the default one while it is away.
 *
 * Path: voice.ts -> here -> the room's players and the page's AudioContext.
 * Always: where the browser lets nobody choose (Firefox, Safari), nothing is offered and nothing is done.
 */
import { findDevice, listDevices, noDevices } from './devices.ts';
import type { Devices } from './devices.ts';
import type { SoundChoice, SoundChoices } from './sound-choice.ts';

/** What the browser calls the default speaker. */
export const defaultSpeaker = '';

/** The id of the speaker to use by what was chosen and what there is. */
function decideSpeaker({ speaker }: SoundChoice, { list }: Devices): string {
  return speaker ? (findDevice(list, speaker)?.id ?? defaultSpeaker) : defaultSpeaker;
}

export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** Chromium's contexts can be sent to a speaker; others stay where they are. A speaker that just went away changes nothing. */
export async function sendToSpeaker(
  context: AudioContext & { setSinkId?(id: string): Promise<void> },
  id: string,
): Promise<void> {
  await context.setSinkId?.(id).catch(() => undefined);
}

export class Speaker {
  readonly #media: MediaDevices | undefined;
  readonly #choices: SoundChoices;
  readonly #onId: (id: string) => void;
  #devices: Devices = noDevices;
  #id: string = defaultSpeaker;

  constructor(options: { devices: MediaDevices | undefined; choices: SoundChoices; onId: (id: string) => void }) {
    this.#media = options.devices;
    this.#choices = options.choices;
    this.#onId = options.onId;
    if (!this.#media || !canChooseSpeaker()) return;
    this.#choices.onChanged(() => this.#decide());
    this.#media.addEventListener('devicechange', () => void this.refresh());
    void this.refresh();
  }

  get id(): string {
    return this.#id;
  }

  /** Wakes this context on the chosen speaker. To be asked for in a click. */
  async open(context: AudioContext): Promise<AudioContext> {
    await context.resume();
    await sendToSpeaker(context, this.#id);
    return context;
  }

  /** Looks again; the browser names the speakers only once the microphone is allowed. */
  async refresh(): Promise<void> {
    if (!this.#media || !canChooseSpeaker()) return;
    this.#devices = await listDevices(this.#media, 'speaker');
    this.#decide();
  }

  #decide(): void {
    const id = decideSpeaker(this.#choices.read(), this.#devices);
    if (id === this.#id) return;
    this.#id = id;
    this.#onId(id);
  }
}
