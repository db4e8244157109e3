/**
 * What a server writes to stderr, as lines for its owner; a flood costs next to nothing.
 *
 * Path: a server's stderr -> here -> McpConnectionEvents.onOutput.
 * Always: everything is drained; of each chunk only the last 200 lines are looked at, of each line the first 8 KB.
 */
const linesPerChunk = 200;
const lineLimitBytes = 8_192;
const newline = 0x0a;

export class OutputTail {
  readonly #onLine: (line: string) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lastEnd = chunk.lastIndexOf(newline);
    if (lastEnd === -1) {
      this.#rest = Buffer.concat([this.#rest, chunk]).subarray(0, lineLimitBytes);
      return;
    }
    const begin = startOfLastLines(chunk, lastEnd);
    const whole =
      begin === 0 ? Buffer.concat([this.#rest, chunk.subarray(0, lastEnd)]) : chunk.subarray(begin, lastEnd);
    for (const line of split(whole)) this.#emit(line);
    this.#rest = Buffer.from(chunk.subarray(lastEnd + 1, lastEnd + 1 + lineLimitBytes));
  }

  /** Gives what has no newline yet. */
  end(): void {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (rest.length > 0) this.#emit(rest);
  }

  #emit(line: Buffer): void {
    this.#onLine(line.subarray(0, lineLimitBytes).toString('utf8').replace(/\r$/, ''));
  }
}

function startOfLastLines(chunk: Buffer, lastEnd: number): number {
  let at = lastEnd;
  for (let count = 0; count < linesPerChunk; count++) {
    if (at <= 0) return 0;
    at = chunk.lastIndexOf(newline, at - 1);
    if (at === -1) return 0;
  }
  return at + 1;
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(newline, start);
    lines.push(end === -1 ? bytes.subarray(start) : bytes.subarray(start, end));
    if (end === -1) return lines;
    start = end + 1;
  }
}
