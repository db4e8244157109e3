/**
 * A pair of channels in one process, for the host's own clients and for tests.
 *
 * Always: messages arrive in order, later than the send, as copies (nothing is shared between the ends).
 */
import type { Channel } from '../channel.ts';

/** Two ends of one connection. */
export function createMemoryChannels(): [Channel, Channel] {
  const left = new MemoryChannel();
  const right = new MemoryChannel();
  left.other = right;
  right.other = left;
  return [left, right];
}

class MemoryChannel implements Channel {
  other: MemoryChannel | null = null;
  readonly #messages: ((message: unknown) => void)[] = [];
  readonly #closes: (() => void)[] = [];
  #closed = false;

  send(message: unknown): void {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => this.other?.receive(copy));
  }

  pendingBytes(): number {
    return 0;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messages.push(listener);
  }

  onClose(listener: () => void): void {
    if (this.#closed) queueMicrotask(listener);
    else this.#closes.push(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#closes) queueMicrotask(listener);
    this.other?.close();
  }

  receive(message: unknown): void {
    if (this.#closed) return;
    for (const listener of this.#messages) listener(message);
  }
}
