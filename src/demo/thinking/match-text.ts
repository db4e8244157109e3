/**
 * Finds the known sentence a typed text means, by the words they share in order.
 */
import type { Sentence } from './sentences.ts';

/** Share of words that must agree; "files in the sample folder" for "What files are in the sample folder?" is 0.83. */
const enough = 0.75;

/** The closest sentence, or null where none is close or a decoy is closer. */
export function matchText(text: string, sentences: readonly Sentence[]): Sentence | null {
  const words = toWords(text);
  if (words.length === 0) return null;
  const scored = sentences
    .map((sentence) => ({ sentence, score: similarity(words, toWords(sentence.text)) }))
    .sort((left, right) => right.score - left.score);
  const best = scored[0];
  return best && best.score >= enough && best.sentence.intent ? best.sentence : null;
}

function toWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** Twice the longest common run of words in order, over the words of both. */
function similarity(left: readonly string[], right: readonly string[]): number {
  let previous = new Array<number>(right.length + 1).fill(0);
  for (const word of left) {
    const current = [0];
    for (const [index, other] of right.entries()) {
      const diagonal = previous[index] ?? 0;
      current.push(word === other ? diagonal + 1 : Math.max(previous[index + 1] ?? 0, current[index] ?? 0));
    }
    previous = current;
  }
  return (2 * (previous.at(-1) ?? 0)) / (left.length + right.length);
}
