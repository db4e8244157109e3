/**
 * Splits a command line as it is typed into a program and its arguments. Pure; nothing is ever given to a shell.
 *
 * Understands blanks, single and double quotes and backslashes; variables, pipes and wildcards stay plain text.
 */

/** @throws {SyntaxError} when a quote is not closed. */
export function parseCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === quote) {
      quote = null;
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === '\\' && quote !== "'" && isEscapable(line.charAt(at + 1), quote)) {
      at += 1;
      word = (word ?? '') + line.charAt(at);
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) throw new SyntaxError('A quote is not closed.');
  if (word !== null) words.push(word);
  return words;
}

/** Backslashes of Windows paths stay: only quotes, blanks and the backslash itself are escaped by one. */
function isEscapable(next: string, quote: '"' | null): boolean {
  return quote === null ? /["'\\ ]/.test(next) : /["\\]/.test(next);
}
