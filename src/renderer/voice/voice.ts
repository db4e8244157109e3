/**
 * The voice of this page: owns the room and the microphone for as long as the page lives, whatever view is shown. On the
 * desktop the page is the hidden voice window, whose voice the others use from afar (remote-voice.ts).
 *
 * Path: Talk's buttons, keys, `talk.keyPressed` -> here -> room and microphone. What to do when is decided in voice-state.ts.
 * Always: one AudioContext for all talks; closing a view ends nothing.
 */
import { toWireError } from '../../contract/index.ts';
import { Listeners } from '../listeners.ts';
import { PageSound } from './page-sound.ts';
import { defaultSpeaker, sendToSpeaker } from './speaker.ts';
import { initialVoice, isLive, isOpen, stepVoice } from './voice-state.ts';
import type { Room } from 'livekit-client';
import type { Bridge, KeyAction, TalkMode } from '../../contract/index.ts';
import type { Microphone } from './microphone.ts';
import type { SoundParts } from './page-sound.ts';
import type { PageVoice } from './page-voice.ts';
import type { OpenRoom, RoomLink } from './room-link.ts';
import type { TabLock } from './tab-lock.ts';
import type { VoiceEffect, VoiceEvent, VoiceState } from './voice-state.ts';

export interface VoiceOptions extends SoundParts {
  readonly bridge: Bridge;
  readonly openRoom: OpenRoom;
  readonly lock: TabLock;
  /** False: this page may only listen; its microphone is never opened. */
  readonly speaks: boolean;
  /** Whether this page chooses its mode for itself: it begins with the talk's, and goes its own way once it has chosen. */
  readonly ownMode: boolean;
  /** Whether a key pressed outside the window joins the talk: on the desktop, which has one voice. */
  readonly joinsByKey: boolean;
  readonly playCue: (cue: 'start' | 'stop') => void;
}

export class Voice implements PageVoice {
  readonly sound: PageSound;
  readonly #options: VoiceOptions;
  readonly #listeners = new Listeners();
  readonly #levels = new Listeners<[level: number]>();
  readonly #microphone: Microphone;
  #state: VoiceState;
  #chosenMode: TalkMode | null = null;
  #link: RoomLink | null = null;
  #closing: ReturnType<typeof setTimeout> | null = null;
  #endKeys: (() => void) | null = null;

  constructor(options: VoiceOptions) {
    this.#options = options;
    this.#state = { ...initialVoice, speaks: options.speaks };
    this.sound = new PageSound(options, () => this.#useSpeaker());
    this.#microphone = this.sound.createMicrophone({
      onTrack: (track) => void this.#publish(track),
      onChanged: (microphone, problem) => this.#feed({ type: 'microphoneChanged', microphone, problem }),
      onLevel: this.#levels.tell,
    });
    options.bridge.subscribe('talk.changed', (message) => {
      const { mode, agent } = message.type === 'state' ? message.state : message.payload;
      this.#feed({ type: 'modeChanged', mode: this.#chosenMode ?? mode });
      this.#feed({ type: 'assistantChanged', speaks: agent.state === 'speaking' });
    });
    options.bridge.subscribe('talk.moved', (message) => {
      if (message.type === 'event') this.#feed({ type: 'moved' });
    });
    // What was pressed before this page was there does not reach it.
    if (options.joinsByKey) this.#run({ type: 'tellKeyOver' });
    this.#followKeys();
    this.#watchLock();
  }

  readonly state = (): VoiceState => this.#state;
  readonly room = (): Room | null => this.#link?.room ?? null;
  readonly onChanged = this.#listeners.add;
  readonly onLevel = this.#levels.add;

  join(takeOver = false): void {
    // Inside the click, so that the browser lets it sound.
    void this.#options.context().resume();
    this.#feed({ type: 'joinRequested', takeOver });
  }

  leave(): void {
    this.#feed({ type: 'leaveRequested' });
  }

  key(action: KeyAction): void {
    this.#feed({ type: 'key', action });
  }

  toggleMute(): void {
    this.#feed({ type: 'muteToggled' });
  }

  setMode(mode: TalkMode): void {
    const { ownMode, bridge } = this.#options;
    if (!ownMode) return void bridge.invoke('talk.setMode', { mode }).catch(() => undefined);
    this.#chosenMode = mode;
    this.#feed({ type: 'modeChanged', mode });
  }

  startPlayback(): void {
    void this.#options.context().resume();
    void this.#link?.startPlayback();
  }

  retryMicrophone(): void {
    this.#microphone.retry();
  }

  #feed(event: VoiceEvent): void {
    const { state, effects } = stepVoice(this.#state, event);
    const changed = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    if (!changed) return;
    this.#microphone.setHeld(state.held !== null);
    this.#followKeys();
    this.#listeners.tell();
    if (state.phase.status === 'elsewhere') this.#watchLock();
  }

  /** Only while a key pressed elsewhere does something here: where nobody listens for it, whoever pressed it is told. */
  #followKeys(): void {
    const { bridge, joinsByKey: joins } = this.#options;
    const follows = joins || isLive(this.#state);
    if (follows === (this.#endKeys !== null)) return;
    this.#endKeys?.();
    this.#endKeys = null;
    if (!follows) return;
    this.#endKeys = bridge.subscribe('talk.keyPressed', (message) => {
      if (message.type === 'event') this.#feed({ type: 'outsideKey', action: message.payload.action, joins });
    });
  }

  #run(effect: VoiceEffect): void {
    switch (effect.type) {
      case 'acquireLock':
        return void this.#acquireLock(effect.generation, effect.steal);
      case 'releaseLock':
        return this.#options.lock.release();
      case 'connect':
        return void setTimeout(() => void this.#connect(effect.generation), effect.delayMs);
      case 'disconnect':
        return void this.#disconnect();
      case 'startMicrophone':
        return this.#microphone.start();
      case 'stopMicrophone':
        return this.#microphone.stop();
      case 'openGate':
      case 'closeGate':
        return this.#gate(effect);
      case 'sendKey': {
        const { action, identity } = effect;
        return void this.#options.bridge.invoke('talk.key', { action, identity }).catch(() => undefined);
      }
      case 'tellKeyOver':
        return void this.#options.bridge.invoke('talk.keyOver', {}).catch(() => undefined);
      case 'awaitLastWord':
        return void setTimeout(() => this.#feed({ type: 'lastWordOut', press: effect.press }), effect.afterMs);
      case 'playCue':
        return this.#options.playCue(effect.cue);
    }
  }

  async #acquireLock(generation: number, steal: boolean): Promise<void> {
    const granted = await this.#options.lock.acquire(steal, () =>
      this.#feed({ type: 'lockLost', generation: this.#state.generation }),
    );
    if (granted && generation !== this.#state.generation) return this.#options.lock.release();
    this.#feed({ type: granted ? 'lockGranted' : 'lockRefused', generation });
  }

  async #connect(generation: number): Promise<void> {
    if (generation !== this.#state.generation) return;
    const { bridge, openRoom } = this.#options;
    try {
      const access = await bridge.invoke('talk.join', {});
      if (generation !== this.#state.generation) return;
      const link = await openRoom(access, {
        onDisconnected: () => this.#feed({ type: 'disconnected', generation }),
        onInterrupted: (interrupted) => this.#feed({ type: 'linkChanged', generation, interrupted }),
        onPlaybackBlocked: (blocked) => this.#feed({ type: 'playbackChanged', blocked }),
      });
      if (generation !== this.#state.generation) return void (await link.close());
      this.#link = link;
      if (this.sound.speakerId !== defaultSpeaker) this.#useSpeaker();
      this.#feed({ type: 'connected', generation, identity: access.identity });
      if (this.#microphone.track) await this.#publish(this.#microphone.track);
    } catch (thrown) {
      this.#feed({ type: 'connectFailed', generation, problem: toWireError(thrown) });
    }
  }

  async #publish(track: MediaStreamTrack): Promise<void> {
    try {
      await this.#link?.publish(track);
    } catch {
      this.#feed({ type: 'microphoneChanged', microphone: 'on', problem: 'failed' });
    }
  }

  #useSpeaker(): void {
    if (!this.#link) return;
    void sendToSpeaker(this.#options.context(), this.sound.speakerId);
    void this.#link.setSpeaker(this.sound.speakerId);
  }

  async #disconnect(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    await link?.close();
  }

  #gate(effect: Extract<VoiceEffect, { type: 'openGate' | 'closeGate' }>): void {
    if (this.#closing) clearTimeout(this.#closing);
    this.#closing = null;
    const apply = (): void => this.#link?.setGate(isOpen(this.#state), effect.muted);
    if (effect.type === 'closeGate' && effect.afterMs > 0) this.#closing = setTimeout(apply, effect.afterMs);
    else apply();
  }

  #watchLock(): void {
    const ask = async (): Promise<void> => {
      const held = await this.#options.lock.watch(() => this.#feed({ type: 'lockHeldElsewhere', held: false }));
      this.#feed({ type: 'lockHeldElsewhere', held });
    };
    void ask();
  }
}
