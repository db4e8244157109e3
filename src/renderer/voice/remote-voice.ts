/**
 * The voice in a window of the desktop that only shows it: room and microphone are the hidden voice window's.
 *
 * Path: Talk's buttons and keys -> here -> voice-line.ts -> serve-voice.ts; its states come back. What a state means for this
 * window is decided in remote-state.ts.
 * Always: closing this window ends nothing; only the look at the microphone in Settings is this page's own.
 */
import { Listeners } from '../listeners.ts';
import { onSharedLevel } from './level-line.ts';
import { holdForLife, viewLifeName, voiceLifeName, whenGone } from './life-lock.ts';
import { PageSound } from './page-sound.ts';
import { initialRemote, stepRemote } from './remote-state.ts';
import { openVoiceLine } from './voice-line.ts';
import type { Bridge, KeyAction, TalkMode } from '../../contract/index.ts';
import type { SoundParts } from './page-sound.ts';
import type { PageVoice } from './page-voice.ts';
import type { RemoteEffect, RemoteEvent, RemoteState } from './remote-state.ts';
import type { VoiceCommand, VoiceLine } from './voice-line.ts';
import type { VoiceState } from './voice-state.ts';

export interface RemoteVoiceOptions extends SoundParts {
  readonly bridge: Bridge;
  readonly locks: LockManager | undefined;
}

/** So long the voice window may take to be there, a slow machine's start included. */
const mostWaitMs = 10_000;

export class RemoteVoice implements PageVoice {
  readonly sound: PageSound;
  readonly #options: RemoteVoiceOptions;
  readonly #id = crypto.randomUUID();
  readonly #listeners = new Listeners();
  readonly #line: VoiceLine;
  #state: RemoteState = initialRemote;
  #waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(options: RemoteVoiceOptions) {
    this.#options = options;
    this.sound = new PageSound(options);
    this.#line = openVoiceLine((message) => {
      if (message.type === 'state') this.#feed({ type: 'told', voice: message.state });
    });
    // Whoever is told to watch this page's life finds it held.
    void holdForLife(options.locks, viewLifeName(this.#id)).then(() =>
      this.#line.post({ type: 'hello', from: this.#id }),
    );
  }

  readonly state = (): VoiceState => this.#state.voice;
  readonly room = (): null => null;
  readonly onLevel = onSharedLevel;
  readonly onChanged = this.#listeners.add;

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
    if (changed) this.#listeners.tell();
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
