/**
 * Speaks a text sentence by sentence, so that the first words sound while the rest is made.
 *
 * Always: what is spoken is the text given, whole and in order; a sentence that was spoken before costs nothing.
 */
import type { Voice } from './voice.ts';

export interface SpokenSentence {
  /** The piece of the text, spaces included: joined, the pieces are the text. */
  readonly text: string;
  readonly pcm: Int16Array;
}

export interface Speaker {
  speak(text: string): AsyncGenerator<SpokenSentence>;
}

/** Kept sentences; about 150 KB each. */
const cacheSize = 200;
const longestSentence = 240;
const quietLevel = 150;

export function createSpeaker(voice: Voice): Speaker {
  const cache = new Map<string, Promise<Int16Array>>();
  const synthesise = (sentence: string): Promise<Int16Array> => {
    const known = cache.get(sentence);
    if (known) return known;
    const made = /[\p{L}\p{N}]/u.test(sentence)
      ? voice.synthesise(sentence.trim()).then(withoutLeadingSilence)
      : Promise.resolve(new Int16Array(0));
    cache.set(sentence, made);
    made.catch(() => cache.delete(sentence));
    const oldest = cache.keys().next().value;
    if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
    return made;
  };
  async function* speak(text: string): AsyncGenerator<SpokenSentence> {
    const sentences = toSentences(text);
    let next = sentences[0] === undefined ? null : synthesise(sentences[0]);
    for (const [index, sentence] of sentences.entries()) {
      const pcm = await next;
      const following = sentences[index + 1];
      next = following === undefined ? null : synthesise(following);
      next?.catch(() => undefined);
      if (pcm) yield { text: sentence, pcm };
    }
  }
  return { speak };
}

/** Cuts after sentence ends and line breaks, and long sentences at a space. Joined, the pieces are the text. */
function toSentences(text: string): string[] {
  const sentences = text.match(/[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*(?:[.!?]+|\n|$)\s*/g) ?? [];
  return sentences.filter((sentence) => sentence.length > 0).flatMap(cutLong);
}

function cutLong(sentence: string): string[] {
  if (sentence.length <= longestSentence) return [sentence];
  const space = sentence.lastIndexOf(' ', longestSentence);
  const at = space > 0 ? space + 1 : longestSentence;
  return [sentence.slice(0, at), ...cutLong(sentence.slice(at))];
}

function withoutLeadingSilence(pcm: Int16Array): Int16Array {
  const first = pcm.findIndex((sample) => Math.abs(sample) > quietLevel);
  return first <= 240 ? pcm : pcm.subarray(first - 240);
}
