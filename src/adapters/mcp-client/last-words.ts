/**
 * The line of a server's output that most likely says why it ended: the last that names an error, else the last one.
 */
const naming = /(?:^|\s)(?:\w*(?:Error|Exception)|error|fatal|panic)\b.*:/i;

/** The frame of a crash report, not its reason. */
const frame = /^\s+at |^Node\.js v\d|^\s*[\^~{}]+\s*$/;

export class LastWords {
  #error: string | null = null;
  #last: string | null = null;

  hear(line: string): void {
    if (line.trim() === '' || frame.test(line)) return;
    this.#last = line;
    if (naming.test(line)) this.#error = line;
  }

  get said(): string | null {
    return this.#error ?? this.#last;
  }
}
