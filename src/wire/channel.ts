/**
 * What every carrier looks like to the bridge's two ends: messages out, messages in, an end.
 */

/** One connection, either end. Messages are plain JSON values. */
export interface Channel {
  send(message: unknown): void;
  /** Bytes accepted but not yet taken by the other side; 0 where the carrier cannot tell. */
  pendingBytes(): number;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the channel was already closed. */
  onClose(listener: () => void): void;
  close(): void;
}
