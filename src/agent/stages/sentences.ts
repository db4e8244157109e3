/**
 * Cuts the model's stream of words into pieces that can be spoken on their own. Pure.
 *
 * Always: nothing is lost or reordered; a piece ends after a sentence's end and has enough words to sound whole; what a
 * sentence never ends is cut at a space before it gets too long for one request.
 */

const leastCharacters = 12;
const mostCharacters = 400;
const sentenceEnd = /[.!?…]["'”’)\]]*\s+|[。！？]|\n+/g;

/** The pieces that are complete, and what is left for later. */
export function takeSentences(text: string): { sentences: string[]; rest: string } {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    if (end - start < leastCharacters) continue;
    sentences.push(text.slice(start, end));
    start = end;
  }
  let rest = text.slice(start);
  while (rest.length > mostCharacters) {
    const space = rest.lastIndexOf(' ', mostCharacters);
    const end = space > 0 ? space + 1 : mostCharacters;
    sentences.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return { sentences, rest };
}
