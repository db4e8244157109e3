/**
 * What livekit-server writes, in a file of bounded size: at 2 MB it becomes `….1` and a new one begins.
 *
 * Always: never throws and never holds the server up; where the file cannot be written only the last words are kept.
 */
import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const maxSizeBytes = 2 * 1024 * 1024;
const tailSizeChars = 4096;

/** One start's output. */
export class ServerLog {
  readonly #file: string;
  #descriptor: number | null = null;
  #sizeBytes = 0;
  #tail = '';
  /** Kept for good: clients that come back at once may have it write more than the tail holds before anybody asks. */
  #httpPort: number | null = null;

  constructor(file: string) {
    this.#file = file;
    this.#open();
  }

  write(chunk: Buffer): void {
    const text = this.#tail + chunk.toString('utf8');
    this.#httpPort ??= saidPort(text);
    this.#tail = text.slice(-tailSizeChars);
    if (this.#descriptor === null) return;
    try {
      if (this.#sizeBytes > maxSizeBytes) this.#rotate();
      this.#sizeBytes += writeSync(this.#descriptor, chunk);
    } catch {
      this.close();
    }
  }

  /** The last 4,096 characters, for an error's data. */
  tail(): string {
    return this.#tail;
  }

  /**
   * Whether it has said that it holds this port. Nobody else can write here, so a stranger who got the port first is not
   * taken for it. Source: livekit-server's server.go, Start: said once every address is listened on.
   */
  saysListening(httpPort: number): boolean {
    return this.#httpPort === httpPort;
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #open(): void {
    try {
      this.#descriptor = openSync(this.#file, 'a', 0o600);
      this.#sizeBytes = statSync(this.#file).size;
    } catch {
      this.#descriptor = null;
    }
  }

  #rotate(): void {
    this.close();
    renameSync(this.#file, `${this.#file}.1`);
    this.#open();
  }
}

function saidPort(text: string): number | null {
  const port = /"portHttp":(\d+),/.exec(text)?.[1];
  return port === undefined ? null : Number(port);
}
