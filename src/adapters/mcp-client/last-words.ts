/**
 * The line of a server's output that most likely says why it ended: the last that names an error, else the last one.
 */
const naming = /(?:^|\s)(?:\w*(?:Error|Exception)|error|fatal|panic)\b/i;

/** A reason is near the start of its line; the rest may be anything, and as long as a server likes. */
const looksAtCharacters = 500;

/** The frame of a crash report, not its reason. */
const frame = /^\s+at |^Node\.js v\d|^\s*[\^~{}]+\s*$/;

export class LastWords {
  #error: string | null = null;
  #last: string | null = null;

  hear(line: string): void {
    if (line.trim() === '' || frame.test(line)) return;
    this.#last = line;
    if (namesError(line.slice(0, looksAtCharacters))) this.#error = line;
  }

  get said(): string | null {
    return this.#error ?? this.#last;
  }
}

/** An error's name, and a colon somewhere behind it. */
function namesError(text: string): boolean {
  const found = naming.exec(text);
  return found !== null && text.includes(':', found.index + found[0].length);
}
