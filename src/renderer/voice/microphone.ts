/**
 * The microphone of this page: opens it, says in one word what is wrong with it, and finds its way back by itself.
 *
 * Path: voice.ts -> here -> getUserMedia. The track goes to the room, its level to the ring.
 * Always: echo cancellation, noise suppression and automatic gain are on; after any change of devices a lost one is tried again.
 */
import { toMicrophoneProblem } from './microphone-problem.ts';
import { measureLevel } from './level-meter.ts';
import { hear, isSilent } from './silence.ts';
import type { Listening } from './silence.ts';
import type { MicrophoneProblem } from './voice-state.ts';

export interface MicrophoneEvents {
  onTrack(track: MediaStreamTrack): void;
  onChanged(microphone: 'starting' | 'on', problem: MicrophoneProblem | null): void;
  onLevel(level: number): void;
}

export class Microphone {
  readonly #devices: MediaDevices | undefined;
  readonly #context: () => AudioContext;
  readonly #events: MicrophoneEvents;
  readonly #onDeviceChange = (): void => this.#deviceChanged();
  #generation = 0;
  #wanted = false;
  #deviceId: string | null = null;
  #track: MediaStreamTrack | null = null;
  #stopMeasuring: (() => void) | null = null;
  #problem: MicrophoneProblem | null = null;

  constructor(options: { devices: MediaDevices | undefined; context: () => AudioContext; events: MicrophoneEvents }) {
    this.#devices = options.devices;
    this.#context = options.context;
    this.#events = options.events;
  }

  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  get deviceId(): string | null {
    return this.#deviceId;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#devices?.addEventListener('devicechange', this.#onDeviceChange);
    void this.#open();
  }

  stop(): void {
    this.#wanted = false;
    this.#generation += 1;
    this.#devices?.removeEventListener('devicechange', this.#onDeviceChange);
    this.#drop();
  }

  /** Speaks through another device from now on; null is the system's default. */
  choose(deviceId: string | null): void {
    this.#deviceId = deviceId;
    if (this.#wanted) void this.#open();
  }

  async #open(): Promise<void> {
    const generation = (this.#generation += 1);
    if (!this.#devices) return this.#report('on', 'insecure');
    this.#report('starting', null);
    try {
      const stream = await this.#devices.getUserMedia({ audio: wantedAudio(this.#deviceId) });
      const [track] = stream.getAudioTracks();
      if (generation !== this.#generation || !track) return stream.getTracks().forEach((extra) => extra.stop());
      this.#use(track);
    } catch (error) {
      if (generation !== this.#generation) return;
      if (this.#deviceId !== null && toMicrophoneProblem(error) === 'missing') return this.choose(null);
      this.#drop();
      this.#report('on', toMicrophoneProblem(error));
    }
  }

  #use(track: MediaStreamTrack): void {
    this.#drop();
    this.#track = track;
    track.addEventListener('ended', () => {
      if (this.#track === track) void this.#open();
    });
    track.addEventListener('mute', () => this.#track === track && this.#report('on', 'silent'));
    track.addEventListener('unmute', () => this.#track === track && this.#report('on', null));
    let listening: Listening = { sinceMs: performance.now(), heard: false };
    this.#stopMeasuring = measureLevel(this.#context(), track, ({ level, peak }) => {
      this.#events.onLevel(level);
      listening = hear(listening, peak);
      if (this.#problem === null && isSilent(listening, performance.now())) this.#report('on', 'silent');
      else if (this.#problem === 'silent' && listening.heard && !track.muted) this.#report('on', null);
    });
    this.#report('on', null);
    this.#events.onTrack(track);
  }

  #drop(): void {
    this.#stopMeasuring?.();
    this.#stopMeasuring = null;
    this.#track?.stop();
    this.#track = null;
    this.#events.onLevel(0);
  }

  #report(microphone: 'starting' | 'on', problem: MicrophoneProblem | null): void {
    this.#problem = problem;
    this.#events.onChanged(microphone, problem);
  }

  #deviceChanged(): void {
    if (this.#track === null || this.#track.readyState === 'ended' || this.#problem !== null) void this.#open();
  }
}

function wantedAudio(deviceId: string | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: 1,
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}
