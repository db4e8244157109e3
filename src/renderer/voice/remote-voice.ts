/**
 * The voice in a window of the desktop that only shows it: room and microphone are the hidden voice window's.
 *
 * Path: Talk's buttons and keys -> here -> voice-line.ts -> serve-voice.ts; its states come back. What a state means for this
 * window is decided in remote-state.ts.
 * Always: closing this window ends nothing; only the look at the microphone in Settings is this page's own.
 */
import { onSharedLevel } from './level-line.ts';
import { holdForLife, viewLifeName, voiceLifeName, whenGone } from './life-lock.ts';
import { Microphone } from './microphone.ts';
import { initialRemote, stepRemote } from './remote-state.ts';
import { Speaker } from './speaker.ts';
import { openVoiceLine } from './voice-line.ts';
import type { Bridge, KeyAction, TalkMode } from '../../contract/index.ts';
import type { MicrophoneEvents } from './microphone.ts';
import type { PageVoice } from './page-voice.ts';
import type { RemoteEffect, RemoteEvent, RemoteState } from './remote-state.ts';
import type { SoundChoices } from './sound-choice.ts';
import type { VoiceCommand, VoiceLine } from './voice-line.ts';
import type { VoiceState } from './voice-state.ts';

export interface RemoteVoiceOptions {
  readonly bridge: Bridge;
  readonly locks: LockManager | undefined;
  readonly devices: MediaDevices | undefined;
  readonly choices: SoundChoices;
  readonly context: () => AudioContext;
}

/** So long the voice window may take to be there, a slow machine's start included. */
const mostWaitMs = 10_000;

export class RemoteVoice implements PageVoice {
  readonly #options: RemoteVoiceOptions;
  readonly #id = crypto.randomUUID();
  readonly #listeners = new Set<() => void>();
  readonly #line: VoiceLine;
  readonly #speaker: Speaker;
  #state: RemoteState = initialRemote;
  #waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(options: RemoteVoiceOptions) {
    this.#options = options;
    const { devices, choices, locks } = options;
    this.#speaker = new Speaker({ devices, choices, onId: () => undefined });
    this.#line = openVoiceLine((message) => {
      if (message.type === 'state') this.#feed({ type: 'told', voice: message.state });
    });
    // Whoever is told to watch this page's life finds it held.
    void holdForLife(locks, viewLifeName(this.#id)).then(() => this.#line.post({ type: 'hello', from: this.#id }));
  }

  readonly state = (): VoiceState => this.#state.voice;
  readonly room = (): null => null;
  readonly onLevel = onSharedLevel;

  readonly onChanged = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get choices(): SoundChoices {
    return this.#options.choices;
  }

  createMicrophone(events: MicrophoneEvents): Microphone {
    const { devices, context, choices } = this.#options;
    return new Microphone({ devices, context, choices, events });
  }

  openSound(): Promise<AudioContext> {
    return this.#speaker.open(this.#options.context());
  }

  join(takeOver = false): void {
    this.#ask({ type: 'join', takeOver });
  }

  leave(): void {
    this.#ask({ type: 'leave' });
  }

  key(action: KeyAction): void {
    this.#ask({ type: 'key', action });
  }

  toggleMute(): void {
    this.#ask({ type: 'toggleMute' });
  }

  startPlayback(): void {
    this.#ask({ type: 'startPlayback' });
  }

  retryMicrophone(): void {
    this.#ask({ type: 'retryMicrophone' });
  }

  setMode(mode: TalkMode): void {
    this.#options.bridge.invoke('talk.setMode', { mode }).catch(() => undefined);
  }

  #ask(command: VoiceCommand): void {
    this.#feed({ type: 'asked', command });
  }

  #feed(event: RemoteEvent): void {
    const { state, effects } = stepRemote(this.#state, event);
    const changed = state.voice !== this.#state.voice;
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    if (changed) for (const listener of [...this.#listeners]) listener();
  }

  #run(effect: RemoteEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#line.post({ type: 'command', from: this.#id, command: effect.command });
      case 'watch':
        return void whenGone(this.#options.locks, voiceLifeName).then(() => this.#feed({ type: 'gone' }));
      case 'wait':
        if (this.#waiting) clearTimeout(this.#waiting);
        this.#waiting = setTimeout(() => this.#feed({ type: 'late' }), mostWaitMs);
    }
  }
}
