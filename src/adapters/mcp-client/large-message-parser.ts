/**
 * Parses long messages in a thread, so that a result of some megabytes does not hold up the host.
 *
 * Path: stdio-transport.ts -> here -> a thread of its own, begun at the first long message and ended after a while without one.
 * Always: the bytes go over without a copy where that can be; answers come in the order of the questions. What comes back is
 * cheap only where long texts make up the message, so anything else comes back as text and is parsed by whoever asked.
 */
import { Worker } from 'node:worker_threads';

/** From this length on a message is worth the way to the thread. */
export const largeMessageBytes = 256 * 1024;

const idleMs = 10_000;

/** A thread needs a file or a text; a text needs no place in the bundle. Its language is therefore plain JavaScript. */
const program = `
const { parentPort } = require('node:worker_threads');
const longText = 4096;
const lengthOfTexts = (value) =>
  typeof value === 'string'
    ? value.length >= longText ? value.length : 0
    : typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum, member) => sum + lengthOfTexts(member), 0)
      : 0;
parentPort.on('message', (parts) => {
  const text = Buffer.concat(parts).toString('utf8');
  let answer = { text };
  try {
    const value = JSON.parse(text);
    if (lengthOfTexts(value) * 2 > text.length) answer = { value };
  } catch {}
  parentPort.postMessage(answer);
});
`;

type Answer = { readonly value: unknown } | { readonly text: string };

export class LargeMessageParser {
  readonly #waiting: ((answer: Answer) => void)[] = [];
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;

  /** The parsed message, or its text. Takes the bytes over: they are not usable afterwards. */
  parse(parts: readonly Buffer[]): Promise<Answer> {
    if (this.#idle) clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      worker.postMessage(
        parts,
        parts.filter(isAlone).map((part) => part.buffer),
      );
    });
  }

  close(): void {
    if (this.#idle) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    for (const resolve of this.#waiting.splice(0)) resolve({ text: '' });
  }

  #start(): Worker {
    const worker = new Worker(program, { eval: true, env: {}, stdin: false });
    worker.unref();
    worker.on('message', (answer: Answer) => {
      if (this.#worker !== worker) return;
      this.#waiting.shift()?.(answer);
      if (this.#waiting.length === 0) this.#idle = setTimeout(() => this.close(), idleMs).unref();
    });
    worker.on('error', () => {
      if (this.#worker === worker) this.close();
    });
    return worker;
  }
}

/** Nothing else lies in its memory, so that it can be handed over. */
const isAlone = (part: Buffer): part is Buffer<ArrayBuffer> =>
  part.buffer instanceof ArrayBuffer && part.byteOffset === 0 && part.byteLength === part.buffer.byteLength;
