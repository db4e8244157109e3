/**
 * The model's words as speech: sentence by sentence, the next one being made while this one is spoken.
 *
 * Path: the framework's stream of words -> here -> speak -> frames for the framework; `wordsOf` a frame -> the room's speaker.
 * Always: never fails: a stage that breaks leaves the words as text and ends the sound (F19), told by `onVoiceFailed`.
 */
import { AudioFrame } from '@livekit/rtc-node';
import { concatenate } from '../audio/recent-audio.ts';
import { modelRateHz } from '../audio/room-speaker.ts';
import { takeSentences } from './sentences.ts';

export interface SpokenAnswerOptions {
  speak(text: string, signal: AbortSignal): AsyncGenerator<Int16Array>;
  onSound(): void;
  onVoiceFailed(error: unknown): void;
}

/** How long a character takes to be spoken, until its sound says so. */
const characterMs = 65;
const wordsKey = 'parley.words';

/** What a frame begins: words, and by how much the sound of the segment is longer than known so far. */
export interface FrameWords {
  readonly text: string;
  readonly expectedMs: number;
}

/** The words whose sound begins with this frame. They travel with it, since a reply is made before the one before it has ended. */
export function wordsOf(frame: AudioFrame): FrameWords | null {
  return (frame.userdata[wordsKey] as FrameWords | undefined) ?? null;
}

const frameOf = (samples: Int16Array, words: FrameWords | null): AudioFrame =>
  new AudioFrame(samples, modelRateHz, 1, samples.length, words ? { [wordsKey]: words } : {});

/** Stands for words without sound: the framework ends a reply by its sound. */
const silence = (): Int16Array => new Int16Array(modelRateHz / 50);

export function speakAnswer(words: AsyncIterable<string>, options: SpokenAnswerOptions): ReadableStream<AudioFrame> {
  const abort = new AbortController();
  const frames = framesOf(words, options, abort.signal);
  return new ReadableStream<AudioFrame>(
    {
      async pull(controller) {
        const { done, value } = await frames.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        abort.abort();
        void frames.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* framesOf(
  words: AsyncIterable<string>,
  options: SpokenAnswerOptions,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let broken = false;
  let correctionMs = 0;
  const sentences = ahead(
    cut(words),
    (text) => (broken ? null : new Sound(options.speak(text, both))),
    (sound) => sound?.stop(),
  );
  try {
    for await (const { text, made } of sentences) {
      const sound = broken ? null : made;
      const guessMs = sound ? text.length * characterMs : 0;
      let words: FrameWords | null = { text, expectedMs: guessMs + correctionMs };
      let soundMs = 0;
      try {
        for await (const samples of sound ? inFrames(sound.samples()) : []) {
          soundMs += (samples.length / modelRateHz) * 1000;
          options.onSound();
          yield frameOf(samples, words);
          words = null;
        }
      } catch (error) {
        if (signal.aborted) return;
        broken = true;
        options.onVoiceFailed(error);
      }
      correctionMs = soundMs - guessMs;
      if (words) yield frameOf(silence(), words);
    }
  } finally {
    stop.abort();
  }
}

/** Whole frames of 10 ms whatever the pieces were; the last one is filled up with silence, so that nothing is lost. */
async function* inFrames(pieces: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
  const frameSamples = modelRateHz / 100;
  let rest = new Int16Array(0);
  for await (const piece of pieces) {
    const all = concatenate([rest, piece]);
    const whole = all.length - (all.length % frameSamples);
    rest = all.slice(whole);
    if (whole > 0) yield all.slice(0, whole);
  }
  if (rest.length > 0) yield concatenate([rest, new Int16Array(frameSamples - rest.length)]);
}

/** One sentence's sound: asked for at once, kept until it is its turn. */
export class Sound {
  readonly #source: AsyncGenerator<Int16Array>;
  #first: Promise<IteratorResult<Int16Array>>;

  constructor(source: AsyncGenerator<Int16Array>) {
    this.#source = source;
    this.#first = source.next();
    this.#first.catch(() => undefined);
  }

  async *samples(): AsyncGenerator<Int16Array> {
    for (let next = await this.#first; !next.done; next = await this.#source.next()) yield next.value;
  }

  stop(): void {
    void this.#source.return(undefined).catch(() => undefined);
  }
}

async function* cut(words: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const word of words) {
    const { sentences, rest } = takeSentences(text + word);
    yield* sentences.filter((sentence) => sentence.trim());
    text = rest;
  }
  if (text.trim()) yield text;
}

/** Makes each item as soon as it is known, at most one beyond the one in use. */
async function* ahead<T>(
  texts: AsyncGenerator<string>,
  make: (text: string) => T,
  drop: (made: T) => void,
): AsyncGenerator<{ text: string; made: T }> {
  const prepare = async (): Promise<{ text: string; made: T } | null> => {
    const { done, value } = await texts.next();
    return done ? null : { text: value, made: make(value) };
  };
  let next = prepare();
  next.catch(() => undefined);
  try {
    for (let item = await next; item; item = await next) {
      next = prepare();
      next.catch(() => undefined);
      yield item;
    }
  } finally {
    void next.then(
      (item) => item && drop(item.made),
      () => undefined,
    );
  }
}
