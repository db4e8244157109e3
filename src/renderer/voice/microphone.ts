/**
 * A microphone of this page: opens it, measures it, and finds its way back by itself when devices come and go.
 *
 * Path: voice.ts (and the check in Settings) -> here -> getUserMedia. The track goes to the room, its level to the ring.
 * Which device when is decided in microphone-state.ts.
 */
import { listDevices } from './devices.ts';
import { measureLevel } from './level-meter.ts';
import { toMicrophoneProblem } from './microphone-problem.ts';
import { initialMicrophone, isWanted, problemOf, stepMicrophone } from './microphone-state.ts';
import type { MicrophoneEffect, MicrophoneEvent, MicrophoneProblem, MicrophoneState } from './microphone-state.ts';
import type { SoundChoice, SoundChoices } from './sound-choice.ts';

export interface MicrophoneEvents {
  /** A new capture, in place of the one before. */
  onTrack(track: MediaStreamTrack): void;
  onChanged(microphone: 'starting' | 'on', problem: MicrophoneProblem | null): void;
  onLevel(level: number): void;
}

export interface MicrophoneOptions {
  readonly devices: MediaDevices | undefined;
  readonly context: () => AudioContext;
  readonly choices: SoundChoices;
  readonly events: MicrophoneEvents;
}

export class Microphone {
  readonly #options: MicrophoneOptions;
  readonly #onDeviceChange = (): void => void this.#list();
  #state: MicrophoneState;
  #track: MediaStreamTrack | null = null;
  #stopMeasuring: (() => void) | null = null;
  #stopFollowing: (() => void) | null = null;

  constructor(options: MicrophoneOptions) {
    this.#options = options;
    this.#state = { ...initialMicrophone, choice: options.choices.read() };
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  start(): void {
    if (isWanted(this.#state)) return;
    const { choices, devices } = this.#options;
    this.#stopFollowing = choices.onChanged(() => this.#feed({ type: 'choiceChanged', choice: choices.read() }));
    devices?.addEventListener('devicechange', this.#onDeviceChange);
    this.#feed({ type: 'choiceChanged', choice: choices.read() });
    this.#feed({ type: 'startRequested' });
  }

  stop(): void {
    this.#stopFollowing?.();
    this.#options.devices?.removeEventListener('devicechange', this.#onDeviceChange);
    this.#feed({ type: 'stopRequested' });
  }

  retry(): void {
    this.#feed({ type: 'retryRequested' });
  }

  /** Whoever holds the key means to speak: then silence is said much sooner. */
  setHeld(held: boolean): void {
    if (held !== this.#state.held) this.#feed({ type: 'heldChanged', held });
  }

  #feed(event: MicrophoneEvent): void {
    const before = this.#state;
    const { state, effects } = stepMicrophone(before, event, performance.now());
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    const { status } = state.capture;
    const isNews = status !== before.capture.status || problemOf(state) !== problemOf(before);
    if (isNews && status !== 'off')
      this.#options.events.onChanged(status === 'opening' ? 'starting' : 'on', problemOf(state));
  }

  #run(effect: MicrophoneEffect): void {
    switch (effect.type) {
      case 'open':
        return void this.#open(effect);
      case 'drop':
        return this.#drop();
      case 'list':
        return void this.#list();
    }
  }

  async #open({ generation, deviceId, choice }: Extract<MicrophoneEffect, { type: 'open' }>): Promise<void> {
    const { devices } = this.#options;
    try {
      if (!devices) return this.#feed({ type: 'openFailed', generation, problem: 'insecure' });
      const stream = await devices.getUserMedia({ audio: wantedAudio(deviceId, choice) });
      const [track] = stream.getAudioTracks();
      if (generation !== this.#state.generation || !track) return stream.getTracks().forEach((extra) => extra.stop());
      this.#use(track, generation);
    } catch (error) {
      this.#feed({ type: 'openFailed', generation, problem: toMicrophoneProblem(error) });
    }
  }

  #use(track: MediaStreamTrack, generation: number): void {
    this.#drop();
    this.#track = track;
    track.addEventListener('ended', () => this.#feed({ type: 'ended', generation }));
    track.addEventListener('mute', () => this.#feed({ type: 'mutedChanged', generation, muted: true }));
    track.addEventListener('unmute', () => this.#feed({ type: 'mutedChanged', generation, muted: false }));
    this.#stopMeasuring = measureLevel(this.#options.context(), track, ({ level, peak }) => {
      this.#options.events.onLevel(level);
      this.#feed({ type: 'measured', generation, peak });
    });
    this.#feed({ type: 'opened', generation });
    this.#options.events.onTrack(track);
  }

  #drop(): void {
    this.#stopMeasuring?.();
    this.#stopMeasuring = null;
    this.#track?.stop();
    this.#track = null;
    this.#options.events.onLevel(0);
  }

  async #list(): Promise<void> {
    const { devices } = this.#options;
    if (devices) this.#feed({ type: 'devicesListed', devices: await listDevices(devices, 'microphone') });
  }
}

function wantedAudio(deviceId: string | null, choice: SoundChoice): MediaTrackConstraints {
  const { echoCancellation, noiseSuppression, autoGainControl } = choice;
  return {
    echoCancellation,
    noiseSuppression,
    autoGainControl,
    channelCount: 1,
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}
