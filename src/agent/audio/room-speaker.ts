/**
 * The assistant's voice in the room: the framework's audio output, played on a track of our own.
 *
 * Path: AgentSession -> here -> AudioSource -> everyone in the room.
 * Always: how much of a segment was heard is known to the sample when it is cut off; with nobody in the room a segment
 * counts as played at once, so that a typed turn needs no listener.
 */
import { voice } from '@livekit/agents';
import type { AudioFrame } from '@livekit/rtc-node';
import { spokenText } from '../answers/spoken-text.ts';
import type { HoldableSource } from './holdable-source.ts';

export const modelRateHz = 24_000;
/** Frames go to the source in slices, so that a cut takes effect within one. */
const sliceSamples = modelRateHz / 20;

export interface SpeakerEvents {
  /** Audio of a segment began or ended. */
  onSpeakingChanged(speaking: boolean): void;
  /** A segment ended; `text` is what of it was heard. */
  onSegmentEnded(text: string, interrupted: boolean): void;
}

interface Segment {
  /** Handed over by the framework, which waits for the queue; and of that, handed to the source. */
  pushedMs: number;
  sentMs: number;
  /** Set by `cut`: how much was heard by then. */
  heardMs: number | null;
  interrupted: boolean;
  ending: boolean;
  readonly cut: PromiseWithResolvers<void>;
}

export class RoomSpeaker extends voice.AudioOutput {
  readonly #source: HoldableSource;
  readonly #hasListeners: () => boolean;
  readonly #events: SpeakerEvents;
  readonly #onFrame: (frame: AudioFrame) => void;
  #segment: Segment | null = null;
  #text = '';
  /** Audio the provider has sent for the present text; the framework passes it on only as it is played. */
  #expectedMs = 0;
  #textOfEndedSegment = false;
  /** Captures run one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: {
    source: HoldableSource;
    hasListeners: () => boolean;
    events: SpeakerEvents;
    /** Told of each frame before it is played. */
    onFrame?: (frame: AudioFrame) => void;
  }) {
    super(modelRateHz, undefined, { pause: false });
    this.#source = options.source;
    this.#hasListeners = options.hasListeners;
    this.#events = options.events;
    this.#onFrame = options.onFrame ?? (() => undefined);
  }

  /** Words of the segment that is being spoken or comes next. */
  addText(text: string): void {
    if (this.#textOfEndedSegment) this.#text = '';
    this.#textOfEndedSegment = false;
    this.#text += text;
  }

  /** More audio of the present segment has arrived from the provider, played or not. */
  expectAudio(durationMs: number): void {
    this.#expectedMs += durationMs;
  }

  /** Words and sound of a reply that was stopped before anything of it was played belong to no other one. */
  forgetUnspoken(): void {
    if (this.#segment) return;
    this.#text = '';
    this.#expectedMs = 0;
  }

  /** Words heard so far of the present segment. */
  get heardText(): string {
    if (!this.#segment) return this.#textOfEndedSegment ? '' : this.#hasListeners() ? '' : this.#text;
    return spokenText(this.#text, this.#playedMs(this.#segment), this.#audioMs(this.#segment));
  }

  /** Silence at once; the framework, told to interrupt, ends the segment a little later. */
  cut(): void {
    const segment = this.#segment;
    if (!segment || segment.heardMs !== null) return;
    segment.heardMs = this.#playedMs(segment);
    this.#source.clear();
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    await super.captureFrame(frame);
    this.#onFrame(frame);
    const segment = this.#segment ?? this.#begin();
    segment.pushedMs += (frame.samplesPerChannel / frame.sampleRate) * 1000;
    this.#turn = this.#turn.then(() => this.#play(segment, frame));
    await this.#turn;
  }

  override flush(): void {
    super.flush();
    const segment = this.#segment;
    if (!segment || segment.ending) return;
    segment.ending = true;
    void this.#finish(segment);
  }

  override clearBuffer(): void {
    const segment = this.#segment;
    if (!segment || segment.interrupted) return;
    this.cut();
    segment.interrupted = true;
    segment.cut.resolve();
    this.flush();
  }

  #begin(): Segment {
    const segment = {
      pushedMs: 0,
      sentMs: 0,
      heardMs: null,
      interrupted: false,
      ending: false,
      cut: Promise.withResolvers<void>(),
    };
    this.#segment = segment;
    this.onPlaybackStarted(Date.now());
    this.#events.onSpeakingChanged(true);
    return segment;
  }

  async #play(segment: Segment, frame: AudioFrame): Promise<void> {
    if (!this.#hasListeners()) {
      segment.sentMs += (frame.samplesPerChannel / frame.sampleRate) * 1000;
      return;
    }
    for (let start = 0; start < frame.data.length; start += sliceSamples) {
      await this.#source.open;
      if (segment.heardMs !== null) return;
      const data = frame.data.slice(start, start + sliceSamples);
      segment.sentMs += (data.length / frame.sampleRate) * 1000;
      await this.#source.capture(data);
    }
  }

  async #finish(segment: Segment): Promise<void> {
    const played = this.#turn.then(() => this.#source.waitForPlayout());
    await Promise.race([played, segment.cut.promise]);
    const playedMs = segment.heardMs ?? segment.pushedMs;
    const heard = spokenText(this.#text, playedMs, this.#audioMs(segment));
    this.#segment = null;
    this.#expectedMs = 0;
    this.#textOfEndedSegment = true;
    this.#events.onSegmentEnded(segment.interrupted ? heard : this.#text, segment.interrupted);
    this.#events.onSpeakingChanged(false);
    this.onPlaybackFinished({
      playbackPosition: playedMs / 1000,
      interrupted: segment.interrupted,
      ...(segment.interrupted ? { synchronizedTranscript: heard } : {}),
    });
  }

  #playedMs(segment: Segment): number {
    return segment.heardMs ?? Math.max(0, segment.sentMs - this.#source.queuedMs);
  }

  #audioMs(segment: Segment): number {
    return Math.max(segment.pushedMs, this.#expectedMs);
  }
}
