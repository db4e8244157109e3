/**
 * What the simulated model hears with, thinks with and speaks with; one for all its protocols.
 */
import type { Heard } from './hearing/heard.ts';
import { matchText } from './thinking/match-text.ts';
import type { Intent, Sentence } from './thinking/sentences.ts';
import type { SpokenSentence, Speaker } from './speaking/speaker.ts';

export interface Listener {
  /** Never fails: what cannot be understood is `unknown`. */
  hear(pcm: Int16Array): Promise<Heard>;
}

export interface Mind {
  hear(pcm: Int16Array): Promise<Heard>;
  /** What a heard sentence asks for; null for decoys and what was not understood. */
  intentOf(heard: Heard): Intent | null;
  /** What a typed text asks for. */
  intentOfText(text: string): Intent | null;
  speak(text: string): AsyncGenerator<SpokenSentence>;
}

export function createMind(sentences: readonly Sentence[], listener: Listener, speaker: Speaker): Mind {
  return {
    hear: (pcm) => listener.hear(pcm),
    intentOf: (heard) => sentences.find((sentence) => sentence.id === heard.sentenceId)?.intent ?? null,
    intentOfText: (text) => matchText(text, sentences)?.intent ?? null,
    speak: (text) => speaker.speak(text),
  };
}
