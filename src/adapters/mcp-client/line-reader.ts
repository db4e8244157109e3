/**
 * Splits a byte stream into lines, bounded: work and memory grow with the bytes read, never with the square of a line.
 *
 * Path: a server's stdout -> here -> stdio-transport.ts.
 * Always: a line over the limit is dropped as it comes, only its beginning and end are kept for whoever must say whose it was;
 * a character split between chunks is whole again (lines are decoded, not chunks).
 */

/** Kept of each end of a line that is too long. */
const keptBytes = 4_096;

/** Smaller pieces are gathered in blocks: each piece alone costs hundreds of bytes, and a server may write byte by byte. */
const smallBytes = 4_096;
const blockBytes = 65_536;

const newline = 0x0a;

export interface LineReaderOptions {
  readonly limitBytes: number;
  /** Lines from this length on are given as they came, in parts. */
  readonly largeBytes: number;
  onLine(line: string): void;
  onLargeLine(parts: Buffer[]): void;
  onTooLong(ends: { readonly head: string; readonly tail: string; readonly sizeBytes: number }): void;
}

export class LineReader {
  readonly #options: LineReaderOptions;
  #chunks: Buffer[] = [];
  readonly #block = Buffer.allocUnsafe(blockBytes);
  #blockedBytes = 0;
  #sizeBytes = 0;
  #overflow: { readonly head: Buffer; tail: Buffer } | null = null;

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      this.#add(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  #add(part: Buffer): void {
    this.#sizeBytes += part.length;
    if (this.#overflow) {
      this.#overflow.tail = lastOf(Buffer.concat([this.#overflow.tail, lastOf(part)]));
      return;
    }
    this.#keep(part);
    if (this.#sizeBytes <= this.#options.limitBytes) return;
    const all = Buffer.concat(this.#takeChunks());
    this.#overflow = { head: Buffer.from(all.subarray(0, keptBytes)), tail: Buffer.from(lastOf(all)) };
  }

  #keep(part: Buffer): void {
    if (part.length >= smallBytes || this.#blockedBytes + part.length > blockBytes) this.#emptyBlock();
    if (part.length >= smallBytes) {
      this.#chunks.push(part);
      return;
    }
    part.copy(this.#block, this.#blockedBytes);
    this.#blockedBytes += part.length;
  }

  #emptyBlock(): void {
    if (this.#blockedBytes > 0) this.#chunks.push(Buffer.from(this.#block.subarray(0, this.#blockedBytes)));
    this.#blockedBytes = 0;
  }

  #takeChunks(): Buffer[] {
    this.#emptyBlock();
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  #finish(): void {
    const { onLine, onLargeLine, onTooLong, largeBytes } = this.#options;
    const overflow = this.#overflow;
    const chunks = this.#takeChunks();
    const sizeBytes = this.#sizeBytes;
    this.#overflow = null;
    this.#sizeBytes = 0;
    if (overflow) {
      onTooLong({ head: overflow.head.toString('utf8'), tail: overflow.tail.toString('utf8'), sizeBytes });
      return;
    }
    if (sizeBytes >= largeBytes) return onLargeLine(chunks);
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    const line = bytes.toString('utf8');
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}

const lastOf = (bytes: Buffer): Buffer => bytes.subarray(Math.max(0, bytes.length - keptBytes));
