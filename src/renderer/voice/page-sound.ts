/**
 * What a page hears and sounds with: microphones and the speaker that were chosen, on its one AudioContext.
 *
 * Path: voice.ts, remote-voice.ts and the checks in Settings -> here -> microphone.ts, speaker.ts.
 */
import { Microphone } from './microphone.ts';
import { Speaker } from './speaker.ts';
import type { MicrophoneEvents } from './microphone.ts';
import type { SoundChoices } from './sound-choice.ts';

export interface SoundParts {
  readonly devices: MediaDevices | undefined;
  readonly choices: SoundChoices;
  readonly context: () => AudioContext;
}

export class PageSound {
  readonly #parts: SoundParts;
  readonly #speaker: Speaker;

  /** `onSpeaker`: from now on another speaker is the one to use. */
  constructor(parts: SoundParts, onSpeaker: () => void = () => undefined) {
    this.#parts = parts;
    this.#speaker = new Speaker({ devices: parts.devices, choices: parts.choices, onId: onSpeaker });
  }

  get choices(): SoundChoices {
    return this.#parts.choices;
  }

  get speakerId(): string {
    return this.#speaker.id;
  }

  createMicrophone(events: MicrophoneEvents): Microphone {
    return new Microphone({ ...this.#parts, events });
  }

  /** The page's one way to sound, on the chosen speaker. To be asked for in a click. */
  open(): Promise<AudioContext> {
    return this.#speaker.open(this.#parts.context());
  }
}
