/**
 * A person in a room: says utterances in real time through an open microphone, and hears when the agent begins to speak.
 *
 * Always: the microphone stays open (silence is sent) from `openMicrophone` to `closeMicrophone`; end of speech is when the
 * queue has played out its last voiced sample (FACTS: `AudioSource` queues).
 */
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  ParticipantKind,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { RemoteParticipant, RemoteTrack } from '@livekit/rtc-node';
import { sampleRateHz } from '../../../src/demo/speaking/pcm.ts';
import { nowMs } from './clock.ts';
import { OnsetDetector } from './onset.ts';
import type { Utterance } from './speech.ts';

const frameSamples = sampleRateHz / 100;
/** What the source holds ahead of real time; enough that a late timer leaves no hole. */
const queueMs = 200;

interface Queued {
  readonly utterance: Utterance;
  at: number;
  startedAtMs: number;
  spoken: (spoken: Spoken) => void;
}

/** Epoch milliseconds. */
export interface Spoken {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export class Speaker {
  readonly room = new Room();
  /** When the agent began to speak, every time. */
  readonly onsetsMs: number[] = [];
  readonly #source = new AudioSource(sampleRateHz, 1, queueMs);
  readonly #ears = new OnsetDetector();
  readonly #waiting = new Set<() => void>();
  #queued: Queued | null = null;
  #pump: Promise<void> | null = null;
  #open = false;

  async join(url: string, token: string): Promise<void> {
    this.room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => this.#listen(track, participant));
    await this.room.connect(url, token, { autoSubscribe: true, dynacast: false });
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    await this.room.localParticipant?.publishTrack(
      track,
      new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }),
    );
  }

  openMicrophone(): void {
    if (this.#open) return;
    this.#open = true;
    this.#pump = this.#run();
  }

  async closeMicrophone(): Promise<void> {
    this.#open = false;
    await this.#pump;
  }

  /** Resolves when the last voiced sample has been played out. */
  async say(utterance: Utterance): Promise<Spoken> {
    this.openMicrophone();
    const spoken = await new Promise<Spoken>((resolve) => {
      this.#queued = { utterance, at: 0, startedAtMs: 0, spoken: resolve };
    });
    const waitMs = spoken.endedAtMs - nowMs();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return spoken;
  }

  /** Resolves with the first beginning of the agent's speech after `sinceMs`. */
  async firstOnset(sinceMs: number): Promise<number> {
    for (;;) {
      const onset = this.onsetsMs.find((atMs) => atMs > sinceMs);
      if (onset !== undefined) return onset;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The agent's last sound before a silence of `quietMs`, epoch ms; waits for that silence. */
  async silentAfter(quietMs: number): Promise<number> {
    while (this.quietForMs < quietMs) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.#ears.lastLoudAtMs;
  }

  /** How long the agent has been silent. */
  get quietForMs(): number {
    return nowMs() - this.#ears.lastLoudAtMs;
  }

  async leave(): Promise<void> {
    await this.closeMicrophone();
    await this.room.disconnect();
    await this.#source.close();
  }

  async #run(): Promise<void> {
    while (this.#open) {
      const queued = this.#queued;
      const data = new Int16Array(frameSamples);
      if (queued) {
        data.set(queued.utterance.pcm.subarray(queued.at, queued.at + frameSamples));
        queued.at += frameSamples;
      }
      await this.#source.captureFrame(new AudioFrame(data, sampleRateHz, 1, frameSamples));
      if (queued) this.#advance(queued);
    }
  }

  #advance(queued: Queued): void {
    const toMs = (samples: number): number => (samples / sampleRateHz) * 1000;
    const playedAtMs = nowMs() + this.#source.queuedDuration;
    if (queued.at === frameSamples) queued.startedAtMs = playedAtMs - toMs(frameSamples);
    const { voicedEnd } = queued.utterance;
    if (queued.at < voicedEnd) return;
    this.#queued = null;
    queued.spoken({ startedAtMs: queued.startedAtMs, endedAtMs: playedAtMs - toMs(queued.at - voicedEnd) });
  }

  #listen(track: RemoteTrack, participant: RemoteParticipant): void {
    if (track.kind !== TrackKind.KIND_AUDIO || participant.kind !== ParticipantKind.AGENT) return;
    const stream = new AudioStream(track, { sampleRate: sampleRateHz, numChannels: 1, frameSizeMs: 10 });
    void this.#hear(stream).catch(() => undefined);
  }

  async #hear(stream: AudioStream): Promise<void> {
    for await (const frame of stream) {
      const atMs = nowMs();
      if (!this.#ears.push(frame.data, atMs)) continue;
      this.onsetsMs.push(atMs);
      for (const wake of [...this.#waiting]) wake();
      this.#waiting.clear();
    }
  }
}
