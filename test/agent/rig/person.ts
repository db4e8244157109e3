/**
 * A person in the room: speaks given audio in real time, records what the agent says, sees captions and attributes.
 */
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import { hearAgents } from '../../fixtures/hear-agents.ts';
import { silence, speechRateHz } from './speech.ts';

export interface HeardChunk {
  readonly atMs: number;
  readonly samples: Int16Array;
}

export interface Caption {
  readonly text: string;
  readonly from: string;
  readonly attributes: Record<string, string>;
}

const frameMs = 10;
const loudLevel = 500;

/** Nobody speaks in the instant in which their microphone opens. */
const warmUpMs = 500;

export class Person {
  readonly room = new Room();
  readonly heard: HeardChunk[] = [];
  readonly captions: Caption[] = [];
  readonly identity: string;
  readonly #source = new AudioSource(speechRateHz, 1, 100);
  readonly #waiting = new Set<() => void>();
  #playing: Int16Array[] = [];
  #offset = 0;
  #drained: ((endMs: number) => void) | null = null;
  #drainedNow = false;
  #muted = false;
  #closed = false;
  #subscribed: Promise<void> = Promise.resolve();
  #warm = false;

  constructor(identity: string) {
    this.identity = identity;
  }

  async join(url: string, token: string): Promise<void> {
    this.room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
      if (track.kind === TrackKind.KIND_AUDIO && participant.identity.startsWith('agent-'))
        void this.#record(new AudioStream(track, 24_000, 1));
    });
    this.room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
      void reader.readAll().then(
        (text) => {
          this.captions.push({ text, from: identity, attributes: reader.info.attributes ?? {} });
          this.#tell();
        },
        // A caption that was under way when the room was left.
        () => undefined,
      );
    });
    const hearPresent = hearAgents(this.room);
    await this.room.connect(url, token, { autoSubscribe: false, dynacast: false });
    hearPresent();
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    const publication = await this.room.localParticipant?.publishTrack(
      track,
      new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }),
    );
    this.#subscribed = publication?.waitForSubscription() ?? Promise.resolve();
    void this.#pump();
  }

  /** Resolves with the time at which the last sample was played. The first words wait until the agent takes this microphone. */
  async say(samples: Int16Array): Promise<number> {
    await this.#subscribed;
    if (!this.#warm) this.#playing.push(silence(warmUpMs));
    this.#warm = true;
    this.#playing.push(samples);
    return new Promise<number>((resolve) => (this.#drained = resolve));
  }

  stopTalking(): void {
    this.#playing = [];
    this.#offset = 0;
  }

  /** As a muted track: nothing is sent. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
  }

  /** When the agent was first heard after `sinceMs`. */
  async firstSoundAfter(sinceMs: number): Promise<number> {
    return this.until(() => this.heard.find((chunk) => chunk.atMs > sinceMs && isLoud(chunk.samples))?.atMs);
  }

  /** Resolves once nothing was heard for `durationMs`, with the time of the last sound. */
  async silentFor(durationMs: number): Promise<number> {
    return this.until(() => {
      const last = this.heard.findLast((chunk) => isLoud(chunk.samples));
      const newest = this.heard.at(-1);
      return last && newest && newest.atMs - last.atMs >= durationMs ? last.atMs : undefined;
    });
  }

  heardSince(sinceMs: number): Int16Array {
    const parts = this.heard.filter((chunk) => chunk.atMs >= sinceMs).map((chunk) => chunk.samples);
    const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((offset, part) => (all.set(part, offset), offset + part.length), 0);
    return all;
  }

  /** Waits until `find` finds something, looked at whenever something was heard or read. */
  until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async leave(): Promise<void> {
    this.#closed = true;
    await this.room.disconnect();
  }

  /** A microphone never stops: silence where nothing is said. */
  async #pump(): Promise<void> {
    const size = (speechRateHz * frameMs) / 1000;
    while (!this.#closed) {
      const data = this.#next(size);
      if (this.#muted) await new Promise((resolve) => setTimeout(resolve, frameMs));
      else await this.#source.captureFrame(new AudioFrame(data, speechRateHz, 1, size)).catch(() => undefined);
      if (!this.#drainedNow) continue;
      this.#drainedNow = false;
      // The last sample has been said once what is queued has been played.
      const { queuedDuration } = this.#source;
      setTimeout(() => this.#drained?.(Date.now()), queuedDuration);
    }
  }

  #next(size: number): Int16Array {
    const frame = silence(frameMs);
    const current = this.#playing[0];
    if (!current) return frame;
    frame.set(current.subarray(this.#offset, this.#offset + size));
    this.#offset += size;
    if (this.#offset < current.length) return frame;
    this.#playing.shift();
    this.#offset = 0;
    this.#drainedNow = this.#playing.length === 0;
    return frame;
  }

  async #record(stream: AudioStream): Promise<void> {
    for await (const frame of stream) {
      this.heard.push({ atMs: Date.now(), samples: frame.data });
      this.#tell();
    }
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}

export function isLoud(samples: Int16Array): boolean {
  return samples.some((sample) => Math.abs(sample) > loudLevel);
}
