/**
 * Where a text stops being JSON, and what was expected there, for a person who edited it by hand.
 *
 * Path: parse-settings -> here. Pure. Always: nothing of the text is quoted beyond one character; files may hold keys.
 */

/** `line` and `column` count from 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

/** The first mistake, or null for valid JSON. */
export function findJsonMistake(text: string): JsonMistake | null {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    scanner.end();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    const before = text.slice(0, thrown.offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, words: thrown.message };
  }
}

class Stop extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const space = /[ \t\r\n]*/y;
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const maximumDepth = 200;

class Scanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    this.#take(space);
    const next = this.#text[this.#at];
    if (next === '{') this.#items('}', () => this.#member());
    else if (next === '[') this.#items(']', () => this.value());
    else if (next === '"') this.#string();
    else if (!this.#take(literal)) this.#stop('a value');
    this.#take(space);
  }

  end(): void {
    if (this.#at < this.#text.length) this.#stop('the end of the file');
  }

  #member(): void {
    this.#take(space);
    if (this.#text[this.#at] !== '"') this.#stop('a name in double quotes');
    this.#string();
    this.#take(space);
    if (this.#text[this.#at] !== ':') this.#stop('":"');
    this.#at++;
    this.value();
  }

  #items(close: string, item: () => void): void {
    if (++this.#depth > maximumDepth) throw new Stop(this.#at, 'it is nested too deeply');
    this.#at++;
    this.#take(space);
    if (this.#text[this.#at] !== close) {
      item();
      for (this.#take(space); this.#text[this.#at] === ','; this.#take(space)) {
        this.#at++;
        this.#take(space);
        if (this.#text[this.#at] === close) throw new Stop(this.#at, `a comma too many before "${close}"`);
        item();
      }
      if (this.#text[this.#at] !== close) this.#stop(`"," or "${close}"`);
    }
    this.#at++;
    this.#depth--;
  }

  #string(): void {
    if (!this.#take(string))
      throw new Stop(this.#at, 'this text in quotes is not closed or holds a character it may not');
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found !== null;
  }

  #stop(expected: string): never {
    const found = this.#text[this.#at];
    throw new Stop(
      this.#at,
      `${expected} was expected, but ${found === undefined ? 'the file ends' : `"${found}" stands`} here`,
    );
  }
}
