/**
 * A person in a LiveKit room with nothing but a token: speaks samples in real time, keeps what the agent says.
 *
 * Always: `speak` resolves when the last sample has been played out; `heard` is the agent's audio since the last `forget`.
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
import type { RemoteParticipant, RemoteTrack, TextStreamReader } from '@livekit/rtc-node';
import { takeUpMissedTracks } from '../../../src/agent/audio/missed-tracks.ts';
import { systemClock } from '../../../src/agent/clock.ts';
import { hearAgents } from '../../fixtures/hear-agents.ts';
import { speechRateHz } from './speech.ts';

const frameMs = 10;
const frameSamples = (speechRateHz / 1_000) * frameMs;

/** Nobody speaks in the instant in which their microphone opens. */
const warmUpMs = 500;

/** RMS of a 10 ms frame above which somebody speaks. */
const voiceRms = 200;

export class RoomPerson {
  readonly room = new Room();
  /** Final captions of both sides, as they came. */
  readonly captions: string[] = [];
  readonly #source = new AudioSource(speechRateHz, 1, 1_000);
  #chunks: Int16Array[] = [];
  #lastVoiceAtMs = -Infinity;
  #voiceListeners = new Set<() => void>();
  #agentListeners = new Set<() => void>();
  readonly #ears = new Set<ReadableStreamDefaultReader<AudioFrame>>();
  #subscribed: Promise<void> = Promise.resolve();
  #endTakingUp: () => void = () => undefined;

  static async join(livekitUrl: string, token: string): Promise<RoomPerson> {
    const person = new RoomPerson();
    await person.#connect(livekitUrl, token);
    return person;
  }

  /** Resolves when the agent is in the room, says that it can hear, and this microphone has been on for a while. */
  async agentReady(): Promise<void> {
    await this.#agentListens();
    await this.#subscribed;
    await this.speak(new Int16Array(0), warmUpMs);
  }

  async #agentListens(): Promise<void> {
    const ready = (): boolean =>
      [...this.room.remoteParticipants.values()].some(
        (participant) =>
          participant.kind === ParticipantKind.AGENT && participant.attributes['lk.agent.state'] === 'listening',
      );
    while (!ready()) {
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#agentListeners.delete(listener);
          resolve();
        };
        this.#agentListeners.add(listener);
      });
    }
  }

  /** The next moment somebody takes up this microphone, for example after a reconnection. */
  nextSubscription(): Promise<void> {
    return new Promise((resolve) => this.room.once(RoomEvent.LocalTrackSubscribed, () => resolve()));
  }

  /** Speaks the samples in real time, then `trailingMs` of silence. */
  async speak(samples: Int16Array, trailingMs = 0): Promise<void> {
    const all = new Int16Array(samples.length + Math.round((trailingMs / 1_000) * speechRateHz));
    all.set(samples);
    for (let at = 0; at < all.length; at += frameSamples) {
      const frame = new Int16Array(frameSamples);
      frame.set(all.subarray(at, at + frameSamples));
      await this.#source.captureFrame(new AudioFrame(frame, speechRateHz, 1, frameSamples));
    }
    await this.#source.waitForPlayout();
  }

  /** Speaks silence until `until` settles: a real microphone never stops sending. */
  async listenUntil<T>(until: Promise<T>): Promise<T> {
    let waiting = true;
    const done = (): void => {
      waiting = false;
    };
    until.then(done, done);
    while (waiting) await this.speak(new Int16Array(frameSamples * 10));
    return until;
  }

  /** The next moment the agent's sound rises above silence. */
  nextVoice(): Promise<number> {
    return new Promise((resolve) => {
      const listener = (): void => {
        this.#voiceListeners.delete(listener);
        resolve(epochMs());
      };
      this.#voiceListeners.add(listener);
    });
  }

  /** When the agent was last loud, epoch ms; -Infinity before its first sound. */
  get lastVoiceAtMs(): number {
    return this.#lastVoiceAtMs;
  }

  /** Says nothing until the agent has said nothing for so long; resolves with the time of its last sound. */
  async agentQuietFor(durationMs: number): Promise<number> {
    while (epochMs() - this.#lastVoiceAtMs < durationMs) await this.speak(new Int16Array(frameSamples * 5));
    return this.#lastVoiceAtMs;
  }

  get heard(): Int16Array {
    const all = new Int16Array(this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  forget(): void {
    this.#chunks = [];
  }

  async leave(): Promise<void> {
    this.#endTakingUp();
    // A stream of a track that went away without a word has no end of its own.
    await Promise.allSettled([...this.#ears].map((ear) => ear.cancel()));
    await this.room.disconnect();
  }

  async #connect(livekitUrl: string, token: string): Promise<void> {
    const wake = (): void => {
      for (const listener of [...this.#agentListeners]) listener();
    };
    this.room.registerTextStreamHandler('lk.transcription', (reader) => void this.#caption(reader));
    this.room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => this.#follow(track, participant));
    this.room.on(RoomEvent.ParticipantConnected, wake);
    this.room.on(RoomEvent.ParticipantAttributesChanged, wake);
    const hearPresent = hearAgents(this.room);
    this.#endTakingUp = takeUpMissedTracks({
      room: this.room,
      clock: systemClock,
      isWanted: ({ kind }) => kind === ParticipantKind.AGENT,
    });
    await this.room.connect(livekitUrl, token, { autoSubscribe: false, dynacast: false });
    hearPresent();
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    const publication = await this.room.localParticipant?.publishTrack(track, options);
    this.#subscribed = publication?.waitForSubscription() ?? Promise.resolve();
  }

  #follow(track: RemoteTrack, participant: RemoteParticipant): void {
    if (participant.kind !== ParticipantKind.AGENT || track.kind !== TrackKind.KIND_AUDIO) return;
    void this.#read(new AudioStream(track, speechRateHz, 1).getReader());
  }

  async #caption(reader: TextStreamReader): Promise<void> {
    const final = reader.info.attributes?.['lk.transcription_final'] === 'true';
    // A caption may be under way when the room is left.
    const text = await reader.readAll().catch(() => null);
    if (final && text !== null) this.captions.push(text);
  }

  async #read(ear: ReadableStreamDefaultReader<AudioFrame>): Promise<void> {
    this.#ears.add(ear);
    for (;;) {
      const { done, value: frame } = await ear.read();
      if (done) return void this.#ears.delete(ear);
      const samples = new Int16Array(frame.data);
      this.#chunks.push(samples);
      if (rms(samples) < voiceRms) continue;
      this.#lastVoiceAtMs = epochMs();
      for (const listener of [...this.#voiceListeners]) listener();
    }
  }
}

const epochMs = (): number => performance.timeOrigin + performance.now();

function rms(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
