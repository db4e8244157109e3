/**
 * Everyone's microphone: its latest audio and its voice activity.
 *
 * Path: room tracks -> here -> floor (windows) and turn audio (frames).
 * Always: people only, one microphone each; agents' tracks are never heard; a track that goes away is let go of, and no other
 * one with it: after a lost connection the end of the old track may come after the new one.
 */
import { AudioStream, ParticipantKind, RoomEvent, TrackKind, TrackSource } from '@livekit/rtc-node';
import type { RemoteParticipant, RemoteTrack, RemoteTrackPublication, Room } from '@livekit/rtc-node';
import type { AgentClock } from '../clock.ts';
import type { SoundPart, VoiceWindow } from '../turns/voice-run.ts';
import { takeUpMissedTracks } from './missed-tracks.ts';
import { RecentAudio } from './recent-audio.ts';
import type { AudioChunk } from './recent-audio.ts';
import { Resampler } from './resample.ts';
import { modelRateHz } from './room-speaker.ts';
import { StreamTime } from './stream-time.ts';
import { endOfTurnSamples, levelOf, predictEndOfTurn, VoiceActivity } from './voice-activity.ts';

export interface MicrophoneEvents {
  onFrame(identity: string, chunk: AudioChunk): void;
  /** A piece of sound that belongs to a window to come. */
  onPart(identity: string, part: SoundPart): void;
  onWindow(identity: string, window: VoiceWindow): void;
}

/** Enough for speech that waited for the floor, and for a second of it with gaps over an answer whose echo it might be. */
const keepMs = 5000;

interface Microphone {
  readonly trackSid: string;
  readonly participantSid: string;
  readonly recent: RecentAudio;
  readonly recent16: RecentAudio;
  readonly activity: VoiceActivity;
  readonly reader: ReadableStreamDefaultReader<{ data: Int16Array }>;
}

const openAudioStream = (track: RemoteTrack): ReadableStream<{ data: Int16Array }> =>
  new AudioStream(track, { sampleRate: modelRateHz, numChannels: 1, frameSizeMs: 10 });

export const isPerson = (participant: { kind: ParticipantKind }): boolean => participant.kind !== ParticipantKind.AGENT;

export class Microphones {
  readonly #events: MicrophoneEvents;
  readonly #clock: AgentClock;
  readonly #openStream: (track: RemoteTrack) => ReadableStream<{ data: Int16Array }>;
  readonly #byIdentity = new Map<string, Microphone>();
  readonly #endTakingUp: () => void;

  constructor(
    room: Pick<Room, 'on' | 'remoteParticipants'>,
    events: MicrophoneEvents,
    clock: AgentClock,
    openStream = openAudioStream,
  ) {
    this.#events = events;
    this.#clock = clock;
    this.#openStream = openStream;
    this.#endTakingUp = takeUpMissedTracks({ room, clock, isWanted: isPerson });
    room.on(RoomEvent.TrackSubscribed, (track, publication, participant) =>
      this.#open(track, publication, participant),
    );
    room.on(RoomEvent.TrackUnsubscribed, (_track, { sid }, { identity }) =>
      this.#closeWhere(identity, ({ trackSid }) => trackSid === sid),
    );
    room.on(RoomEvent.ParticipantDisconnected, ({ identity, sid }) =>
      this.#closeWhere(identity, ({ participantSid }) => participantSid === sid),
    );
  }

  since(identity: string, fromMs: number): readonly AudioChunk[] {
    return this.#byIdentity.get(identity)?.recent.since(fromMs) ?? [];
  }

  /** What the end-of-turn model says of this person's latest words. */
  async predictEndOfTurn(identity: string): Promise<number> {
    const microphone = this.#byIdentity.get(identity);
    if (!microphone) throw new Error('this person has no microphone');
    return predictEndOfTurn(microphone.recent16.latest(endOfTurnSamples));
  }

  close(): void {
    this.#endTakingUp();
    for (const identity of [...this.#byIdentity.keys()]) this.#close(identity);
  }

  #open(track: RemoteTrack, publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    if (track.kind !== TrackKind.KIND_AUDIO || publication.source !== TrackSource.SOURCE_MICROPHONE) return;
    if (!isPerson(participant)) return;
    const { identity } = participant;
    this.#close(identity);
    const microphone: Microphone = {
      trackSid: publication.sid ?? '',
      participantSid: participant.sid ?? '',
      recent: new RecentAudio(keepMs),
      recent16: new RecentAudio(keepMs),
      activity: new VoiceActivity((window) => this.#events.onWindow(identity, window)),
      reader: this.#openStream(track).getReader(),
    };
    this.#byIdentity.set(identity, microphone);
    // A stream that breaks is a microphone that fell silent; the room tells when it comes back.
    this.#listen(identity, microphone).catch(() => this.#closeWhere(identity, (present) => present === microphone));
  }

  async #listen(identity: string, microphone: Microphone): Promise<void> {
    const resampler = new Resampler();
    const time = new StreamTime();
    for (;;) {
      const { done, value } = await microphone.reader.read();
      if (done || this.#byIdentity.get(identity) !== microphone) return;
      const endMs = time.next(value.data.length / (modelRateHz / 1000), this.#clock.nowMs());
      const chunk = { samples: value.data, endMs };
      const samples16 = resampler.push(value.data);
      microphone.recent.push(chunk);
      microphone.recent16.push({ samples: samples16, endMs });
      this.#events.onFrame(identity, chunk);
      const fromMs = endMs - value.data.length / (modelRateHz / 1000);
      this.#events.onPart(identity, { fromMs, toMs: endMs, level: levelOf(samples16) });
      microphone.activity.push(samples16, endMs);
    }
  }

  #closeWhere(identity: string, is: (microphone: Microphone) => boolean): void {
    const microphone = this.#byIdentity.get(identity);
    if (microphone && is(microphone)) this.#close(identity);
  }

  #close(identity: string): void {
    const microphone = this.#byIdentity.get(identity);
    if (!microphone) return;
    this.#byIdentity.delete(identity);
    microphone.activity.close();
    microphone.reader.cancel().catch(() => undefined);
  }
}
